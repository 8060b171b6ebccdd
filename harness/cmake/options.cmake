# SPDX-License-Identifier: Apache-2.0
# Compiler options of every target: warnings are errors, assertions stay on, release builds are hardened.
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

add_library(nonesuch_options INTERFACE)
target_compile_options(nonesuch_options INTERFACE
    -Wall -Wextra -Werror -Wconversion -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wformat=2
    -Wswitch-enum -fstack-protector-strong -fno-omit-frame-pointer -UNDEBUG)
target_compile_definitions(nonesuch_options INTERFACE _POSIX_C_SOURCE=200809L NONESUCH_VERSION="${PROJECT_VERSION}")
target_link_options(nonesuch_options INTERFACE -Wl,-z,relro,-z,now)

if(NONESUCH_SANITIZE)
    target_compile_options(nonesuch_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all)
    target_link_options(nonesuch_options INTERFACE -fsanitize=address,undefined)
else()
    # Some distributions preset a level of their own.
    target_compile_options(nonesuch_options INTERFACE
        $<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:-U_FORTIFY_SOURCE> $<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:-D_FORTIFY_SOURCE=2>)
endif()

if(NONESUCH_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "NONESUCH_FUZZ needs clang (libFuzzer); the compiler is ${CMAKE_C_COMPILER_ID}")
    endif()
    target_compile_options(nonesuch_options INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(nonesuch_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl>=7.88)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.13)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd>=0.9.73)
pkg_check_modules(NGHTTP2 REQUIRED IMPORTED_TARGET libnghttp2>=1.52)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
