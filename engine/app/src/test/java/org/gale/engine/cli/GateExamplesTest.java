package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Examples of pipelines: a shell runs the commands of each, with programs in place of git, Maven and Gale; Gale then
 * does in this process what it was asked there.
 */
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
        final Path job = Files.writeString(Files.createDirectories(directory.resolve("ci")).resolve("j.yaml"), JOB);

        run(commands, 0);
        run(commands.stream().filter(line -> line.contains("gale gate")).toList(), 3);

        final List<String> ran = Files.readAllLines(directory.resolve("ran"));
        final String gate = "gate ci/j.yaml --output gate.xml --output gate.md";
        assertEquals(List.of("git clone --branch v1 --depth 1 file:/gale src",
            "mvn -B -f src -Ppackage -DskipTests package", gate, gate), ran, commands.toString());
        assertEquals(example.startsWith("github"), Files.exists(directory.resolve("summary")));
        final Path baseline = directory.resolve("baseline");
        GaleRun.said(0, "gate", "--record", job.toString(), "--baseline", baseline.toString());
        gale(0, gate, baseline);
        Files.writeString(job, JOB.replace("100k", "99k"));
        gale(3, gate, baseline);
        assertTrue(Files.readString(directory.resolve("gate.xml")).contains("failures=\"1\""));
        assertTrue(Files.readString(directory.resolve("gate.md")).startsWith("### gale gate: 1 of 1 failed"));
    }

    /** Makes programs that write down their words; Maven's makes an archive of Gale's, which fails once it has run. */
    private void makePrograms() throws IOException
    {
        program("gale", "#!/bin/sh\necho \"$@\" >> ran\n[ ! -e gate.md ] || exit 3\necho run > gate.md\n");
        program("git", "#!/bin/sh\necho git \"$@\" >> ran\n");
        program("mvn", """
            #!/bin/sh
            echo mvn "$@" >> ran
            mkdir -p src/engine/target/package made/gale-1/bin && cp bin/gale made/gale-1/bin
            tar czf src/engine/target/package/gale-1-linux-x86_64.tar.gz -C made gale-1
            """);
    }

    /** Runs the words of an example in this process, with files of its directory. */
    private void gale(final int exit, final String line, final Path baseline)
    {
        final List<String> words = Stream.of(line.split(" ", -1))
            .map(word -> word.contains(".") ? directory.resolve(word).toString() : word).collect(Collectors.toList());
        words.addAll(List.of("--baseline", baseline.toString()));
        GaleRun.said(exit, words.toArray(new String[0]));
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
