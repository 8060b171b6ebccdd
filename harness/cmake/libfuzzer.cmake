# SPDX-License-Identifier: Apache-2.0
# NONESUCH_LIBFUZZER: the archive of libFuzzer without a main(), from clang's runtime, and only if a program links with
# it; gcc will do. Empty: the live fuzzer searches in its own simple way. NONESUCH_SEARCH names which.
set(NONESUCH_LIBFUZZER "")
set(NONESUCH_SEARCH "novelty")
option(NONESUCH_WITHOUT_LIBFUZZER "Let the live fuzzer search without libFuzzer" OFF)

foreach(clang IN ITEMS clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14)
    find_program(program_of_${clang} ${clang})
    mark_as_advanced(program_of_${clang})
    if(NONESUCH_LIBFUZZER STREQUAL "" AND program_of_${clang} AND NOT NONESUCH_WITHOUT_LIBFUZZER)
        execute_process(COMMAND ${program_of_${clang}} -print-runtime-dir
            OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
        file(GLOB archives ${folder}/libclang_rt.fuzzer_no_main-${CMAKE_SYSTEM_PROCESSOR}.a
            ${folder}/libclang_rt.fuzzer_no_main.a)
        if(archives)
            list(GET archives 0 NONESUCH_LIBFUZZER)
        endif()
    endif()
endforeach()

if(NOT NONESUCH_LIBFUZZER STREQUAL "")
    include(CheckCSourceCompiles)
    set(CMAKE_REQUIRED_LIBRARIES ${NONESUCH_LIBFUZZER} stdc++ m pthread)
    check_c_source_compiles("
        extern int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const unsigned char *, unsigned long));
        static int one(const unsigned char *data, unsigned long size) { (void)data; (void)size; return 0; }
        int main(int argc, char **argv) { return LLVMFuzzerRunDriver(&argc, &argv, one); }" NONESUCH_LIBFUZZER_LINKS)
    unset(CMAKE_REQUIRED_LIBRARIES)
    if(NONESUCH_LIBFUZZER_LINKS)
        set(NONESUCH_SEARCH "libfuzzer")
    else()
        set(NONESUCH_LIBFUZZER "")
    endif()
endif()
message(STATUS "The live fuzzer's search: ${NONESUCH_SEARCH}")
