# SPDX-License-Identifier: GPL-3.0-or-later
# The rooms of the house and who may stand on whom. A library may link only what its line here allows;
# configuring fails otherwise, and tests/house checks the #include lines against the same table.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_OPTIMIZE_DEPENDENCIES ON) # a static library need not wait for those it will be linked with
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Precompiled headers are only cached when ccache is told not to look at their time stamps.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_NOHASHDIR=1
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

set(COUNTERSIGN_ROOMS
  base:
  domain:base
  trust:base,domain
  formats:base,domain,trust
  analysis:base,domain,trust
  documents:base,domain,trust,formats,analysis
  client:base,domain,trust,formats,analysis
  replica:base,domain,trust,formats,analysis,client
  lists:base,domain,trust,formats,analysis,client,replica
  server_http:base
  server_store:base,domain,trust,formats,analysis
  server_access:base,domain,trust,formats,analysis,server_store
  server_jobs:base,domain,trust,formats,analysis,server_store
  server_routes:base,domain,trust,formats,analysis,server_http,server_store,server_access,server_jobs
  server_sample:base,domain,trust,formats,analysis,server_store,server_access,server_routes
  ui_widgets:base,domain,trust,formats,analysis,client,replica,lists
  ui_workspace:base,domain,trust,formats,analysis,client,replica,lists,ui_widgets
  ui_inbox:base,domain,trust,formats,analysis,client,replica,lists,ui_widgets,ui_workspace
  ui_registry:base,domain,trust,formats,analysis,documents,client,replica,lists,ui_widgets,ui_workspace
  ui_evaluations:base,domain,trust,formats,analysis,client,replica,lists,ui_widgets,ui_workspace
  ui_releases:base,domain,trust,formats,analysis,documents,client,replica,lists,ui_widgets,ui_workspace
  ui_plans:base,domain,trust,formats,analysis,client,replica,lists,ui_widgets,ui_workspace
  ui_access:base,domain,trust,formats,analysis,client,replica,lists,ui_widgets,ui_workspace
  ui_audit:base,domain,trust,formats,analysis,client,replica,lists,ui_widgets,ui_workspace
  ui_shell:base,domain,trust,formats,analysis,client,replica,lists,ui_widgets,ui_workspace)
# What outside libraries a room may name, where that is restricted (regular expression over "room").
set(COUNTERSIGN_ONLY_IN
  "Qt6::Sql=^(replica|server_store)$"
  "Qt6::Widgets=^ui_"
  "Qt6::Charts=^ui_"
  "OpenSSL::=^(trust|server_access)$"
  "restinio=^server_http$")

add_library(countersign_flags INTERFACE)
target_compile_options(countersign_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -fstack-protector-strong -Werror=format-security "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_compile_definitions(countersign_flags INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
  QT_STRICT_ITERATORS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
  COUNTERSIGN_VERSION="${PROJECT_VERSION}")
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(countersign_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_link_options(countersign_flags INTERFACE -Wl,-z,relro,-z,now)
endif()
if(COUNTERSIGN_SANITIZE)
  add_compile_options(-fsanitize=${COUNTERSIGN_SANITIZE})
  add_link_options(-fsanitize=${COUNTERSIGN_SANITIZE})
  if(COUNTERSIGN_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
if(COUNTERSIGN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-sanitize=vptr)
  add_link_options(-fsanitize=address,undefined)
endif()

# countersign_precompiled(NAME HEADER LIBS…): compile HEADER once; countersign_library(… PCH NAME) reuses it.
function(countersign_precompiled name header)
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/pch_${name}.cpp CONTENT "")
  add_library(countersign_pch_${name} STATIC ${CMAKE_BINARY_DIR}/pch_${name}.cpp)
  set_target_properties(countersign_pch_${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
  target_link_libraries(countersign_pch_${name} PUBLIC countersign_flags ${ARGN})
  target_precompile_headers(countersign_pch_${name} PRIVATE ${CMAKE_SOURCE_DIR}/${header})
endfunction()

# Moc is most of what a small target costs, so it only runs over targets that need it: those whose sources say Q_OBJECT
# or the like. A test's own classes stand in its .cpp, which includes NAME.moc: moc is called for it directly.
function(countersign_moc target)
  set(classes OFF)
  set(sources ${ARGN})
  foreach(source IN LISTS ARGN) # a class may stand in the header that nobody listed
    string(REGEX REPLACE "\\.cpp$" ".h" header ${source})
    list(APPEND sources ${header})
  endforeach()
  list(REMOVE_DUPLICATES sources)
  foreach(source IN LISTS sources)
    get_filename_component(path ${source} ABSOLUTE)
    if(NOT EXISTS ${path})
      continue()
    endif()
    file(STRINGS ${path} lines REGEX "^[ \t]*Q_(OBJECT|GADGET|NAMESPACE)|^#include \".*\\.moc\"")
    if(NOT lines)
      continue()
    endif()
    get_filename_component(stem ${path} NAME_WE)
    if(path MATCHES "\\.cpp$" AND lines MATCHES "#include \"${stem}\\.moc\"")
      qt_generate_moc(${path} ${CMAKE_CURRENT_BINARY_DIR}/${stem}.moc TARGET ${target})
      target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${stem}.moc)
      target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    else()
      set(classes ON)
    endif()
  endforeach()
  set(resources OFF)
  if("${ARGN}" MATCHES "\\.qrc")
    set(resources ON)
  endif()
  set_target_properties(${target} PROPERTIES AUTOMOC ${classes} AUTORCC ${resources})
endfunction()

# countersign_library(ROOM [PCH core|widgets] SOURCES … LINKS … [OUTSIDE …] [OUTSIDE_PRIVATE …])
# LINKS are rooms; OUTSIDE are imported targets or -l flags that the room's own headers need.
function(countersign_library room)
  cmake_parse_arguments(arg "" "PCH" "SOURCES;LINKS;OUTSIDE;OUTSIDE_PRIVATE" ${ARGN})
  set(allowed "")
  set(known FALSE)
  foreach(line IN LISTS COUNTERSIGN_ROOMS)
    if(line MATCHES "^${room}:(.*)$")
      set(known TRUE)
      string(REPLACE "," ";" allowed "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  if(NOT known)
    message(FATAL_ERROR "'${room}' is no room of the house: give it a line in cmake/house.cmake")
  endif()
  foreach(link IN LISTS arg_LINKS)
    if(NOT link IN_LIST allowed)
      message(FATAL_ERROR "room '${room}' may not stand on '${link}' (cmake/house.cmake)")
    endif()
  endforeach()
  foreach(outside IN LISTS arg_OUTSIDE arg_OUTSIDE_PRIVATE)
    foreach(rule IN LISTS COUNTERSIGN_ONLY_IN)
      string(REGEX REPLACE "=.*$" "" what "${rule}")
      string(REGEX REPLACE "^[^=]*=" "" where "${rule}")
      if(outside MATCHES "^${what}" AND NOT room MATCHES "${where}")
        message(FATAL_ERROR "room '${room}' may not use ${outside}: only ${where} may")
      endif()
    endforeach()
  endforeach()
  if(arg_SOURCES)
    add_library(countersign_${room} STATIC ${arg_SOURCES})
  else()
    message(FATAL_ERROR "room '${room}' has no sources")
  endif()
  countersign_moc(countersign_${room} ${arg_SOURCES})
  target_include_directories(countersign_${room} PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/models)
  list(TRANSFORM arg_LINKS PREPEND countersign_)
  target_link_libraries(countersign_${room}
    PUBLIC countersign_flags Qt6::Core ${arg_LINKS} ${arg_OUTSIDE}
    PRIVATE ${arg_OUTSIDE_PRIVATE})
  if(NOT arg_PCH)
    set(arg_PCH core)
  endif()
  if(NOT arg_PCH STREQUAL "none")
    target_precompile_headers(countersign_${room} REUSE_FROM countersign_pch_${arg_PCH})
  endif()
endfunction()

# countersign_test(NAME SOURCES … LINKS rooms… [OUTSIDE …] [GUI] [PROGRAM] [SERIAL] [TIMEOUT s]): one Qt Test program, run
# offscreen. GUI: needs the console's rooms. PROGRAM: starts our programs. Everything else runs under the sanitizers too.
function(countersign_test name)
  cmake_parse_arguments(arg "GUI;PROGRAM;SERIAL" "TIMEOUT" "SOURCES;LINKS;OUTSIDE;DEFINITIONS" ${ARGN})
  # tests/run tests rooms under the sanitizers and the rest as it is shipped; nothing is built twice for it.
  set(skipped "")
  if(COUNTERSIGN_SUITE STREQUAL "programs" AND NOT arg_GUI AND NOT arg_PROGRAM)
    set(skipped EXCLUDE_FROM_ALL)
  endif()
  add_executable(${name} ${skipped} ${arg_SOURCES})
  countersign_moc(${name} ${arg_SOURCES})
  list(TRANSFORM arg_LINKS PREPEND countersign_)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/models ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE countersign_flags ${arg_LINKS} Qt6::Test ${arg_OUTSIDE})
  target_compile_definitions(${name} PRIVATE COUNTERSIGN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" ${arg_DEFINITIONS})
  # Executables are compiled as PIC too, so that they can reuse the libraries' precompiled header.
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${name} PRIVATE -fPIC)
  target_precompile_headers(${name} REUSE_FROM countersign_pch_core)
  if(skipped)
    return()
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set(environment "QT_QPA_PLATFORM=offscreen" "LC_ALL=C.UTF-8" "TZ=UTC" "QT_FORCE_STDERR_LOGGING=1"
      "UBSAN_OPTIONS=print_stacktrace=1" "ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:quarantine_size_mb=16"
      "COUNTERSIGN_BIN=${CMAKE_BINARY_DIR}/bin"
      "QTEST_FUNCTION_TIMEOUT=1500000") # ms; ctest's own limit ends what hangs
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "${environment}")
  if(arg_TIMEOUT)
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
  else()
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
  endif()
  if(arg_GUI)
    set_tests_properties(${name} PROPERTIES LABELS gui)
  endif()
  if(arg_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
  endif()
endfunction()

# countersign_fuzzer(NAME SOURCE LINKS rooms… CORPUS dir): a libFuzzer target, only in the fuzz preset.
function(countersign_fuzzer name)
  cmake_parse_arguments(arg "" "CORPUS" "SOURCES;LINKS" ${ARGN})
  if(NOT COUNTERSIGN_FUZZ)
    return()
  endif()
  add_executable(${name} ${arg_SOURCES})
  list(TRANSFORM arg_LINKS PREPEND countersign_)
  target_link_libraries(${name} PRIVATE countersign_flags ${arg_LINKS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_property(GLOBAL APPEND PROPERTY COUNTERSIGN_FUZZERS "${name}:${arg_CORPUS}")
endfunction()
