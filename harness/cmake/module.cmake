# SPDX-License-Identifier: Apache-2.0

# nonesuch_module(NAME [DEPENDS module...] [LIBRARIES imported-target...])
#
# The static library nonesuch_NAME (slashes become underscores) of the .c files in harness/NAME. Its folder is the only
# include directory it offers, so a header of an undeclared module does not compile.
function(nonesuch_module name)
    cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
    string(REPLACE "/" "_" id ${name})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.c)
    if(sources)
        add_library(nonesuch_${id} STATIC ${sources})
        set(scope PUBLIC)
    else()
        add_library(nonesuch_${id} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(nonesuch_${id} ${scope} ${CMAKE_CURRENT_SOURCE_DIR}/${name})
    target_link_libraries(nonesuch_${id} ${scope} nonesuch_options)
    foreach(dependency IN LISTS ARG_DEPENDS)
        string(REPLACE "/" "_" dependency ${dependency})
        target_link_libraries(nonesuch_${id} ${scope} nonesuch_${dependency})
    endforeach()
    target_link_libraries(nonesuch_${id} ${scope} ${ARG_LIBRARIES})
endfunction()
