package org.gale.engine.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a shell runs the lines of a script of Slurm, with programs that write down their arguments. */
class ProposedLinesTest
{
    private static final long LIMIT_S = 60;

    @TempDir
    private Path directory;

    private Path here;
    private Path words;

    @BeforeEach
    void makePrograms() throws IOException
    {
        here = Files.createDirectory(directory.resolve("here"));
        words = directory.resolve("words");
        program("gale", "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\" >>" + words + "; done\n");
        program("sbatch", """
            #!/bin/sh
            if [ "$1" = --parsable ]; then echo 17; exit; fi
            [ "$1 $2 $#" = '--dependency=afterany:17 --wrap 3' ] && exec sh -c "$3"
            exit 1
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"results", "$(touch PWN)", "`touch PWN`", "it's", "-x", "a b", "a\"b", "a;touch PWN",
        "$HOME", "a\\b", "a'$(touch PWN)'b", "#x", "*", "~"})
    void shouldGiveANameAsOneWord(final String name) throws IOException, InterruptedException
    {
        final List<String> script = SlurmScript.lines(SweepPlan.of(SweepText.read(
            "sweep: pools\njob: job.yaml\nvary: {a.b: [1]}")), name + ".yaml", name, 2, null);
        final String given = name.startsWith("-") ? "./" + name : name;

        run(script);
        assertEquals(List.of("sweep", "run", given + ".yaml", "--out", given, "--shard", "auto", "--shards", "2"),
            Files.readAllLines(words));

        Files.delete(words);
        run(script.stream().filter(line -> line.startsWith("#   ") && !line.contains("--array"))
            .map(line -> line.substring(1)).toList());
        assertEquals(List.of("sweep", "merge", given, "-o", given + "-joined"), Files.readAllLines(words));
        try (Stream<Path> left = Files.list(here))
        {
            assertEquals(Set.of(), left.collect(Collectors.toSet()));
        }
    }

    private void program(final String name, final String text) throws IOException
    {
        final Path program = Files.writeString(
            Files.createDirectories(directory.resolve("bin")).resolve(name), text);
        assertTrue(program.toFile().setExecutable(true));
    }

    private void run(final List<String> lines) throws IOException, InterruptedException
    {
        final ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", String.join("\n", lines));
        builder.directory(here.toFile()).redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile());
        builder.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        final Process shell = builder.start();

        assertTrue(shell.waitFor(LIMIT_S, TimeUnit.SECONDS));
        assertEquals(0, shell.exitValue(), Files.readString(directory.resolve("out")));
    }
}
