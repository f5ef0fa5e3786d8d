package org.gale.engine.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Examples of pipelines: a shell runs the commands of each, with programs in place of git and Maven. */
class GateExamplesTest
{
    private static final Path EXAMPLES = Path.of("docs/gate");
    private static final int LINE_LIMIT = 20;
    private static final long LIMIT_S = 120;
    private static final Pattern COMMAND = Pattern.compile("^\\s*(?:- run: |- |steps \\{ )?(?:sh ')?" +
        "((?:git|mvn|tar|mkdir|\"?gale|cat|if|fi).*?)(?:'(?: \\})?)?$");
    private static final String JOB = """
        job: j
        clock: virtual
        count: 1k
        vms: [{name: a, devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 100k}}]}]
        """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"github-actions.yml", "gitlab-ci.yml", "Jenkinsfile"})
    void shouldBuildGaleOnceAndRunTheGate(final String example) throws IOException, InterruptedException
    {
        final List<String> lines = Files.readAllLines(EXAMPLES.resolve(example));
        assertTrue(lines.size() <= LINE_LIMIT, () -> lines.size() + " lines");
        final List<String> commands = new ArrayList<>(List.of("set -e"));
        for (final String line : lines)
        {
            final Matcher command = COMMAND.matcher(line.replace("run: cat", "cat"));
            if (command.matches() && !line.endsWith(":") && !line.contains("- if:"))
            {
                commands.add(command.group(1));
            }
        }
        makePrograms();
        Files.createDirectories(directory.resolve("ci"));
        Files.writeString(directory.resolve("ci/j.yaml"), JOB);

        run(List.of("bin/gale gate --record ci/*.yaml"), 0);
        run(commands, 0);
        Files.writeString(directory.resolve("ci/j.yaml"), JOB.replace("100k", "99k"));
        run(commands.stream().filter(line -> line.contains("gale gate")).toList(), 3);

        final List<String> built = Files.readAllLines(directory.resolve("built"));
        assertEquals(List.of("git clone --branch v1 --depth 1 file:/gale src",
            "mvn -B -f src -Ppackage -DskipTests package"), built, commands.toString());
        assertEquals(example.startsWith("github"), Files.exists(directory.resolve("summary")));
        assertTrue(Files.readString(directory.resolve("gate.xml")).contains("failures=\"1\""));
        assertTrue(Files.readString(directory.resolve("gate.md")).startsWith("### gale gate: 1 of 1 failed"));
    }

    /** Makes programs that write down their words; Maven's makes an archive with a launcher of these classes. */
    private void makePrograms() throws IOException
    {
        final String java = System.getProperty("java.home") + "/bin/java";
        program("gale", "#!/bin/sh\nexec " + java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC " +
            String.join(" ", exports()) + " -cp '" + System.getProperty("java.class.path") +
            "' org.gale.engine.cli.GaleCommand \"$@\"\n");
        program("git", "#!/bin/sh\necho git \"$@\" >> built\n");
        program("mvn", """
            #!/bin/sh
            echo mvn "$@" >> built
            mkdir -p src/engine/target/package made/gale-1/bin && cp bin/gale made/gale-1/bin
            tar czf src/engine/target/package/gale-1-linux-x86_64.tar.gz -C made gale-1
            """);
    }

    /** Returns the flags of this process that open packages, which the launcher gives, too. */
    private static List<String> exports()
    {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(word -> word.startsWith("--add-") || word.startsWith("--enable-native")).toList();
    }

    private void program(final String name, final String text) throws IOException
    {
        final Path program = Files.writeString(Files.createDirectories(directory.resolve("bin")).resolve(name), text);
        assertTrue(program.toFile().setExecutable(true));
    }

    private void run(final List<String> lines, final int exit) throws IOException, InterruptedException
    {
        final Path out = directory.resolve("out");
        final ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", String.join("\n", lines));
        builder.directory(directory.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("GALE", "v1");
        builder.environment().put("GALE_URL", "file:/gale");
        builder.environment().put("GITHUB_STEP_SUMMARY", directory.resolve("summary").toString());
        final Process shell = builder.start();

        assertTrue(shell.waitFor(LIMIT_S, TimeUnit.SECONDS));
        assertEquals(exit, shell.exitValue(), Files.readString(out) + lines);
    }
}
