package org.gale.tests.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Compiler of the C sources of this module. A test is skipped where the host has none. */
public final class CCompiler
{
    private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private CCompiler()
    {
    }

    /**
     * Compiles a source of {@code src/test/c}, with all warnings as errors and the headers of the engine.
     *
     * @param name    of the source
     * @param output  file to make
     * @param options others than those of warnings
     * @return the file that was made
     */
    public static Path compile(final String name, final Path output, final String... options)
        throws IOException, InterruptedException
    {
        return compile(MODULE.resolve("src/test/c").resolve(name), output, options);
    }

    /**
     * Compiles a source, with all warnings as errors and the headers of the engine.
     *
     * @param source  of the program
     * @param output  file to make
     * @param options others than those of warnings
     * @return the file that was made
     */
    public static Path compile(final Path source, final Path output, final String... options)
        throws IOException, InterruptedException
    {
        return compile(List.of("cc", "gcc"), List.of("-std=c11"), source, output, options);
    }

    /**
     * Compiles a source of {@code src/test/c} as C++, with all warnings as errors and the headers of the engine.
     *
     * @param name    of the source
     * @param output  file to make
     * @param options others than those of warnings
     * @return the file that was made
     */
    public static Path compileAsCpp(final String name, final Path output, final String... options)
        throws IOException, InterruptedException
    {
        return compile(List.of("c++", "g++"), List.of("-x", "c++", "-std=c++17"),
            MODULE.resolve("src/test/c").resolve(name), output, options);
    }

    /**
     * Compiles a program that ends at a fault of memory or an undefined operation, where the compiler can, and without
     * that elsewhere.
     *
     * @param source of the program
     * @param output file to make
     * @return the file that was made
     */
    public static Path compileSanitized(final Path source, final Path output) throws IOException, InterruptedException
    {
        final List<String> options = List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=all");
        final List<String> command = new ArrayList<>(List.of("cc"));
        command.addAll(options);
        command.addAll(List.of("-x", "c", "-o", output.toString(), "-"));
        final Process probe = new ProcessBuilder(command).redirectErrorStream(true).start();
        probe.getOutputStream().write("int main(void) { return 0; }".getBytes(StandardCharsets.US_ASCII));
        probe.getOutputStream().close();
        probe.getInputStream().readAllBytes();

        return compile(source, output, probe.waitFor() == 0 ? options.toArray(String[]::new) : new String[0]);
    }

    private static Path compile(final List<String> compilers, final List<String> language, final Path source,
        final Path output, final String... options) throws IOException, InterruptedException
    {
        final Path compiler = Stream.of(System.getenv("PATH").split(":", -1))
            .flatMap(folder -> compilers.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable).findFirst().orElse(null);
        assumeTrue(compiler != null, () -> "no compiler " + compilers);
        final List<String> command = new ArrayList<>(List.of(compiler.toString()));
        command.addAll(language);
        command.addAll(List.of("-O2", "-Wall", "-Wextra", "-Werror",
            "-I", MODULE.resolveSibling("engine/include").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-o", output.toString(), source.toAbsolutePath().toString(), "-ldl"));
        final Process build = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, build.waitFor(), () -> String.join(" ", command));

        return output;
    }
}
