# SPDX-License-Identifier: Apache-2.0
# Files as C, in two roles: included it declares nonesuch_embed(), run as a script by the rule that this adds it writes
# the C.
#
# nonesuch_embed(MODULE HEADER header.h TYPE "struct x" TABLES table...)
#
# Adds embedded_data.c to the module. Each table is `NAME,folder,GLOB` or `NAME,file,GLOB` and becomes
# `const TYPE embedded_NAMEs[]` and `const size_t embedded_NAME_count`, which the header declares. TYPE has the members
# `name` (a C string: the file's folder or the file's name up to the first dot) and `text` (a struct str).

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

# Appends the table of the files that match to `code` in the caller.
function(embed_table table name_from glob)
    file(GLOB files ${glob})
    list(LENGTH files count)
    string(APPEND code "const ${TYPE} embedded_${table}s[] = {\n")
    foreach(file IN LISTS files)
        cmake_path(GET file PARENT_PATH folder)
        cmake_path(GET folder FILENAME name)
        if(name_from STREQUAL "file")
            cmake_path(GET file FILENAME name)
            string(REGEX REPLACE "\\..*" "" name ${name})
        endif()
        embed_text(text ${file})
        string(APPEND code "    {.name = \"${name}\", .text = STR_INIT(\n    ${text})},\n")
    endforeach()
    string(APPEND code "};\nconst size_t embedded_${table}_count = ${count};\n\n")
    set(code "${code}" PARENT_SCOPE)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
    set(code "/* Made by embed.cmake. */\n#include \"${HEADER}\"\n\n")
    string(APPEND code "#define STR_INIT(literal) {.data = (literal), .len = sizeof(literal) - 1}\n\n")
    string(REPLACE "|" ";" tables "${TABLES}")
    foreach(table IN LISTS tables)
        string(REPLACE "," ";" table "${table}")
        embed_table(${table})
    endforeach()
    file(WRITE ${OUT} "${code}")
    return()
endif()

set(NONESUCH_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(nonesuch_embed module)
    cmake_parse_arguments(ARG "" "HEADER;TYPE" "TABLES" ${ARGN})
    set(data ${CMAKE_CURRENT_BINARY_DIR}/${module}/embedded_data.c)
    set(files)
    foreach(table IN LISTS ARG_TABLES)
        string(REGEX REPLACE ".*," "" glob "${table}")
        file(GLOB matches CONFIGURE_DEPENDS ${glob})
        list(APPEND files ${matches})
    endforeach()
    list(JOIN ARG_TABLES "|" tables)
    add_custom_command(
        OUTPUT ${data}
        COMMAND ${CMAKE_COMMAND} -DHEADER=${ARG_HEADER} -DTYPE=${ARG_TYPE} -DTABLES=${tables} -DOUT=${data}
            -P ${NONESUCH_EMBED_SCRIPT}
        DEPENDS ${files} ${NONESUCH_EMBED_SCRIPT}
        COMMENT "Embedding the files of ${module}"
        VERBATIM)
    target_sources(nonesuch_${module} PRIVATE ${data})
endfunction()
