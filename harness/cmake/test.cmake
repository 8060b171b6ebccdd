# SPDX-License-Identifier: Apache-2.0
# Tests and fuzz targets say in a comment of theirs what they need; these functions read it.

set(NONESUCH_TEST_ENVIRONMENT
    "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1:strict_init_order=1"
    "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1"
    "SOURCE=${PROJECT_SOURCE_DIR}")

# nonesuch_link_modules(TARGET FILE)
#
# Links the modules that the line `/* modules: base doc lab_serve */` of FILE names. Configuring fails when the line is
# missing or a module is unknown, and is done again whenever FILE changes.
function(nonesuch_link_modules target file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(STRINGS ${file} lines REGEX "^/\\* modules:.*\\*/" LIMIT_COUNT 1)
    if(NOT lines MATCHES "^/\\* modules: ([a-z0-9_ ]+) \\*/")
        message(FATAL_ERROR "${file}: no line `/* modules: base … */` that names the modules it links")
    endif()
    separate_arguments(modules UNIX_COMMAND "${CMAKE_MATCH_1}")
    foreach(module IN LISTS modules)
        if(NOT TARGET nonesuch_${module})
            message(FATAL_ERROR "${file}: no module nonesuch_${module} in harness/CMakeLists.txt")
        endif()
        target_link_libraries(${target} PRIVATE nonesuch_${module})
    endforeach()
    target_link_libraries(${target} PRIVATE nonesuch_options)
endfunction()

# nonesuch_read_setting(OUT FILE NAME DEFAULT): the text of the line `# NAME: text` of a script.
function(nonesuch_read_setting out file name default)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(STRINGS ${file} lines REGEX "^# ${name}: " LIMIT_COUNT 1)
    string(REGEX REPLACE "^# ${name}: *" "" value "${lines}")
    if(value STREQUAL "")
        set(value "${default}")
    endif()
    set(${out} "${value}" PARENT_SCOPE)
endfunction()
