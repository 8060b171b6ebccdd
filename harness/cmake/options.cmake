# SPDX-License-Identifier: Apache-2.0
# Compiler options of every target: warnings are errors, assertions stay on, release builds are hardened.
add_library(nonesuch_options INTERFACE)
target_compile_options(nonesuch_options INTERFACE
    -Wall -Wextra -Werror -Wconversion -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wformat=2
    -Wswitch-enum -fstack-protector-strong -fno-omit-frame-pointer -UNDEBUG)
target_compile_definitions(nonesuch_options INTERFACE _POSIX_C_SOURCE=200809L NONESUCH_VERSION="${PROJECT_VERSION}")
target_link_options(nonesuch_options INTERFACE -Wl,-z,relro,-z,now)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NONESUCH_SANITIZE)
    target_compile_options(nonesuch_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all)
    target_link_options(nonesuch_options INTERFACE -fsanitize=address,undefined)
else()
    target_compile_definitions(nonesuch_options INTERFACE $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl>=7.88)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.13)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd>=0.9.73)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
