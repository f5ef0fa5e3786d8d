package org.gale.tests.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.tests.storm.GaleWords;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of the clients and of the examples of their page, where compilers and Python are installed. */
class ClientsTest
{
    private static final Path ENGINE = SourceTree.ROOT.resolve("engine");
    private static final Path CLIENTS = Path.of(System.getProperty("basedir", "")).toAbsolutePath()
        .resolve("src/test/clients");
    private static final String SOCKET = "SOCKET";

    @TempDir
    private Path directory;

    @BeforeEach
    void makeGale() throws IOException
    {
        makeGale(directory);
    }

    /** Makes a program gale of the classes of this JVM in a directory. */
    static void makeGale(final Path directory) throws IOException
    {
        final Path gale = directory.resolve("gale");
        Files.writeString(gale, "#!/bin/sh\nexec " +
            GaleWords.of().stream().map(ClientsTest::quoted).collect(Collectors.joining(" ")) + " \"$@\"\n");
        assertThat(gale.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({ "gcc, -std=c11, c", "g++, -std=c++17, c++", "clang, -std=c11, c", "clang++, -std=c++17, c++" })
    void shouldTestTheDriverOfThePage(final String compiler, final String standard, final String language)
        throws IOException, InterruptedException
    {
        final Path source = Files.writeString(directory.resolve("test.c"), example("c"));

        assertEquals("0 failures\n", compileAndRun(compiler, standard, language, source));
    }

    @ParameterizedTest
    @CsvSource({ "gcc, -std=c11, c", "g++, -std=c++17, c++" })
    void shouldTellWhatACommandCameTo(final String compiler, final String standard, final String language)
        throws IOException, InterruptedException
    {
        assertEquals("all held\n", compileAndRun(compiler, standard, language, CLIENTS.resolve("client.c")));
    }

    @ParameterizedTest
    @CsvSource({ "gcc, -std=c11, c, raise", "gcc, -std=c11, c, keep", "g++, -std=c++17, c++, raise",
        "python3, '', '', raise", "python3, '', '', keep" })
    void shouldTellOfALossAtTheCallThatLost(final String compiler, final String standard, final String language,
        final String notices) throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled(compiler), () -> "no " + compiler);
        final List<String> program = new ArrayList<>();
        if (language.isEmpty())
        {
            program.addAll(List.of("python3", "-W", "error", CLIENTS.resolve("plays.py").toString()));
        }
        else
        {
            program.add(compile(compiler, standard, language, CLIENTS.resolve("plays.c")));
        }
        final String end = "keep".equals(notices) ? "kept" : "OK 0";

        assertThat(served(program, CLIENTS.resolve("session-loss.txt").toString(), SOCKET, notices))
            .startsWith("v4 disable 0 0: P1 VM 0 LPI 8192, set pending, is neither pending nor acknowledged")
            .endsWith(": " + end + "\n1 notices\n");
        assertThat(served(program, CLIENTS.resolve("session-fnloss.txt").toString(), SOCKET, notices))
            .startsWith("irqfd consume 0: P1 vector 0 of function 1, triggered, is neither sent nor held")
            .endsWith(": " + end + "\n1 notices\n");
    }

    private String compileAndRun(final String compiler, final String standard, final String language, final Path source)
        throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled(compiler), () -> "no " + compiler);

        return served(List.of(compile(compiler, standard, language, source)), SOCKET);
    }

    /** Compiles a program with every warning, and returns where it is. */
    private String compile(final String compiler, final String standard, final String language, final Path source)
        throws IOException, InterruptedException
    {
        final Path program = directory.resolve("program");
        assertEquals("", output(0, List.of(compiler, standard, "-x", language, "-Wall", "-Wextra", "-pedantic",
            "-Werror", "-I", ENGINE.resolve("include").toString(), source.toString(), "-o", program.toString())));

        return program.toString();
    }

    /** Runs a program with a socket that is served in place of the word SOCKET, and returns what it prints. */
    private String served(final List<String> program, final String... words) throws IOException, InterruptedException
    {
        final Path socket = directory.resolve("socket");
        final List<String> command = new ArrayList<>(program);
        Stream.of(words).map(word -> word.equals(SOCKET) ? socket.toString() : word).forEach(command::add);
        final Process server = new ProcessBuilder(directory.resolve("gale").toString(), "script", "--socket",
            socket.toString()).start();
        try
        {
            final byte[] said = new byte["gale script: listening on ".length()];
            assertEquals(said.length, server.getErrorStream().readNBytes(said, 0, said.length));
            return output(0, command);
        }
        finally
        {
            server.destroy();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldFuzzWithTheLoopOfThePage() throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled("python3"), "no python3");
        final Path loop = Files.writeString(directory.resolve("fuzz.py"), example("python"));

        assertThat(output(0, List.of("python3", "-W", "error", loop.toString(), "1", "5", "300")))
            .endsWith("5 seeds of 300 steps, 0 with a finding\n");
        assertThat(output(1, List.of("python3", "-W", "error", loop.toString(), "3", "5", "500", "legacy")))
            .contains("P1 VM 0 LPI").endsWith("5 seeds of 500 steps, 5 with a finding\n");
    }

    @Test
    void shouldTellInPythonWhatACommandCameTo() throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled("python3"), "no python3");

        final String script = CLIENTS.resolve("client.py").toString();
        assertEquals("all held\n", output(0, List.of("python3", "-W", "error", script)));
    }

    @Test
    void shouldStartTheLauncherOfItsOwnCheckout() throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled("python3") && !Programs.isInstalled("gale"),
            "no python3, or a gale of the host");
        final Path root = Files.createDirectories(directory.resolve("checkout"));
        Files.createDirectories(root.resolve("clients"));
        Files.copy(ENGINE.resolve("clients/gale.py"), root.resolve("clients/gale.py"));
        final String script = "import sys; sys.path.insert(0, sys.argv[1]); import gale\n" +
            "with gale.Server() as server, server.machine('pes=2') as machine: print(machine.signal(1).irq)";
        final List<String> words = List.of("env", "PATH=" + System.getenv("PATH"), "python3", "-c", script,
            root.resolve("clients").toString());

        assertThat(output(1, words)).contains("No such file or directory: 'gale'");
        Files.createDirectories(root.resolve("bin"));
        Files.move(directory.resolve("gale"), root.resolve("bin/gale"));
        assertEquals("0\n", output(0, words));
    }

    @Test
    void shouldBeReadByPython38() throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled("python3"), "no python3");

        assertEquals("", output(0, List.of("python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read(), " +
            "feature_version=(3, 8))", ENGINE.resolve("clients/gale.py").toString())));
    }

    private String output(final int exit, final List<String> words) throws IOException, InterruptedException
    {
        final ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
        builder.environment().put("PYTHONPATH", ENGINE.resolve("clients").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        final Process process = builder.start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), text);

        return text;
    }

    private static String quoted(final String text)
    {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String example(final String language) throws IOException
    {
        final Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ENGINE.resolve("docs/clients.md")));
        assertThat(matcher.find()).isTrue();

        return matcher.group(1);
    }
}
