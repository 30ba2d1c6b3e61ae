# How everything of ours is compiled: the standard, the warnings, the sanitizers, and what makes the build fast and
# the same in every folder.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")

# A build leaks no path of the machine it was made on, so two builds of one commit agree, wherever they were made.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -ffile-prefix-map=${CMAKE_BINARY_DIR}=build)

# With CCACHE_BASEDIR, checkouts of one repository share what they compiled.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
endif()

# A faster linker where there is one; g++ 12 and clang 14 know both names.
find_program(SI_MOLD mold)
find_program(SI_LLD ld.lld)
if(SI_MOLD)
  add_link_options(-fuse-ld=mold)
elseif(SI_LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_library(si_options INTERFACE)
target_compile_options(si_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow)
if(SI_WERROR)
  target_compile_options(si_options INTERFACE -Werror)
endif()

# g++ takes what the sanitizers add for a use of uninitialised variables, in the standard library too.
if(SI_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  add_link_options(-fsanitize=address,undefined)
endif()
