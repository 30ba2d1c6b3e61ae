# The tree-sitter core and its Python grammar, compiled from the C sources in the locked npm packages.
set(SI_NPM_DIR ${CMAKE_SOURCE_DIR}/third_party/npm)
if(NOT EXISTS ${SI_NPM_DIR}/node_modules/tree-sitter-python/src/parser.c)
  message(STATUS "Fetching the locked tree-sitter sources")
  execute_process(COMMAND ${SI_NPM_DIR}/fetch COMMAND_ERROR_IS_FATAL ANY)
endif()
set(TREE_SITTER_CORE ${SI_NPM_DIR}/node_modules/tree-sitter/vendor/tree-sitter/lib)
set(TREE_SITTER_PYTHON ${SI_NPM_DIR}/node_modules/tree-sitter-python/src)
add_library(tree_sitter_python STATIC
  ${TREE_SITTER_CORE}/src/lib.c ${TREE_SITTER_PYTHON}/parser.c ${TREE_SITTER_PYTHON}/scanner.c)
set_target_properties(tree_sitter_python PROPERTIES C_STANDARD 11)
# UndefinedBehaviorSanitizer takes minutes over the generated tables, which are not ours to mend.
target_compile_options(tree_sitter_python PRIVATE -O2 -w $<$<BOOL:${SI_SANITIZE}>:-fno-sanitize=undefined>)
target_compile_definitions(tree_sitter_python PRIVATE _POSIX_C_SOURCE=200112L _DEFAULT_SOURCE)
target_include_directories(tree_sitter_python SYSTEM PUBLIC ${TREE_SITTER_CORE}/include
  PRIVATE ${TREE_SITTER_CORE}/src ${TREE_SITTER_PYTHON})
add_library(TreeSitter::Python ALIAS tree_sitter_python)
# The grammar's tables, which are declared in a header of its own.
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/sources/python/syntax_check.cc PROPERTIES
  COMPILE_OPTIONS "-isystem;${TREE_SITTER_PYTHON}")
