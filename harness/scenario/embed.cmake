# SPDX-License-Identifier: Apache-2.0
# The packs and schemas of scenarios/ as C, in two roles: included by harness/CMakeLists.txt it adds the rule that makes
# embedded_data.c, run as a script by that rule it writes it.

if(CMAKE_SCRIPT_MODE_FILE)
    cmake_policy(VERSION 3.25)
endif()

# C string literals of a text, one a line. Question marks are escaped because of trigraphs.
function(embed_text out file)
    file(READ ${file} text)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    string(REPLACE "?" "\\?" text "${text}")
    string(REPLACE "\n" "\\n\"\n    \"" text "${text}")
    set(${out} "\"${text}\"" PARENT_SCOPE)
endfunction()

# Appends a table of the files to `code` in the caller. NAME_FROM is "folder" or "file".
macro(embed_table table name_from)
    string(APPEND code "const struct scenario_embedded embedded_${table}s[] = {\n")
    set(count 0)
    foreach(file IN ITEMS ${ARGN})
        cmake_path(GET file PARENT_PATH folder)
        cmake_path(GET folder FILENAME name)
        if("${name_from}" STREQUAL "file")
            cmake_path(GET file FILENAME name)
            string(REGEX REPLACE "\\..*" "" name ${name})
        endif()
        embed_text(text ${file})
        string(APPEND code "    {.name = \"${name}\", .text = STR_INIT(\n    ${text})},\n")
        math(EXPR count "${count} + 1")
    endforeach()
    string(APPEND code "};\nconst size_t embedded_${table}_count = ${count};\n\n")
endmacro()

function(embed_write scenarios out)
    file(GLOB packs ${scenarios}/*/pack.yaml)
    file(GLOB schemas ${scenarios}/schema/*.schema.json)
    set(code "/* Made by embed.cmake. */\n#include \"embedded_files.h\"\n\n")
    string(APPEND code "#define STR_INIT(literal) {.data = (literal), .len = sizeof(literal) - 1}\n\n")
    embed_table(pack folder ${packs})
    embed_table(schema file ${schemas})
    file(WRITE ${out} "${code}")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
    embed_write(${SCENARIOS} ${OUT})
    return()
endif()

set(embed_scenarios ${PROJECT_SOURCE_DIR}/scenarios)
set(embed_data ${CMAKE_CURRENT_BINARY_DIR}/scenario/embedded_data.c)
file(GLOB embed_files CONFIGURE_DEPENDS ${embed_scenarios}/*/pack.yaml ${embed_scenarios}/schema/*.schema.json)
add_custom_command(
    OUTPUT ${embed_data}
    COMMAND ${CMAKE_COMMAND} -DSCENARIOS=${embed_scenarios} -DOUT=${embed_data} -P ${CMAKE_CURRENT_LIST_FILE}
    DEPENDS ${embed_files} ${CMAKE_CURRENT_LIST_FILE}
    COMMENT "Embedding the packs"
    VERBATIM)
target_sources(nonesuch_scenario PRIVATE ${embed_data})
