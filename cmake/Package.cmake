# What `cmake --install` puts where a distribution would, and the Debian package made of it. The program itself prints
# its manual page and its completions, so they cannot disagree with it.
set(generated ${CMAKE_BINARY_DIR}/share)
file(MAKE_DIRECTORY ${generated})

add_custom_command(OUTPUT ${generated}/schema-inspector.1.gz
  COMMAND schema-inspector man > ${generated}/schema-inspector.1
  COMMAND gzip -9nf ${generated}/schema-inspector.1
  DEPENDS schema-inspector)
list(APPEND printed ${generated}/schema-inspector.1.gz)
foreach(shell bash zsh fish)
  add_custom_command(OUTPUT ${generated}/completion.${shell}
    COMMAND schema-inspector completion ${shell} > ${generated}/completion.${shell}
    DEPENDS schema-inspector)
  list(APPEND printed ${generated}/completion.${shell})
endforeach()
add_custom_target(printed_by_program ALL DEPENDS ${printed})

# tree-sitter is compiled in, and its licence asks to be passed on.
file(READ LICENSE licence)
file(READ ${SI_NPM_DIR}/node_modules/tree-sitter/LICENSE tree_sitter_licence)
file(READ ${SI_NPM_DIR}/node_modules/tree-sitter-python/LICENSE grammar_licence)
file(CONFIGURE OUTPUT share/copyright @ONLY CONTENT "\
schema-inspector is under the Apache License, version 2.0, which follows. The program contains tree-sitter and its
Python grammar, whose licences stand below it.

@licence@
---------------------------------------------------------------------------- tree-sitter
@tree_sitter_licence@
---------------------------------------------------------------------------- tree-sitter-python
@grammar_licence@")

install(TARGETS schema-inspector RUNTIME)
install(FILES ${generated}/schema-inspector.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${generated}/completion.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME schema-inspector)
install(FILES ${generated}/completion.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
  RENAME schema-inspector.fish)
install(FILES ${generated}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})

# zsh looks in site-functions; Debian's own packages have a folder beside it.
install(CODE "set(completion \"${generated}/completion.zsh\")")
install(CODE [[
  set(folder site-functions)
  if(CMAKE_INSTALL_PREFIX STREQUAL "/usr" AND EXISTS /etc/debian_version)
    set(folder vendor-completions)
  endif()
  file(INSTALL ${completion} DESTINATION ${CMAKE_INSTALL_PREFIX}/share/zsh/${folder} RENAME _schema-inspector)
]])

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "schema-inspector developers <dev@schema-inspector.invalid>")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS postgresql)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keeps SQLAlchemy models in line with a PostgreSQL database")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "\
Compares a live database with the SQLAlchemy models and the schema document
of an application, and says where they disagree. The application is read,
never run.

The PostgreSQL server is only needed to compare with a DDL script or a dump
in place of a live database.")
include(CPack)
