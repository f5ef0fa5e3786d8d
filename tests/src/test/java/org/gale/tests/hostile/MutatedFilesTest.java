package org.gale.tests.hostile;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.support.MemoryDirectory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Campaign of mutated files of every kind that a command reads. Whatever a file says, the command ends within its time,
 * with an exit code of its page and words for a person: no stack trace, and no internal error.
 */
@Tag("hostile")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class MutatedFilesTest
{
    private static final int FEW = 30;
    private static final int MANY = Integer.getInteger("gale.mutants", 20_000);
    private static final long SEED = Long.getLong("gale.seed", 69);
    private static final long LIMIT_S = 180;
    private static final int SHOWN = 20;
    private static final int SHOWN_LENGTH = 600;
    private static final Pattern TRACE = Pattern.compile(
        "internal error|\\n\\s+at [a-z]+[.]|(?<!gale)[.][A-Z][A-Za-z]*(Exception|Error)\\b");

    @TempDir(factory = MemoryDirectory.class)
    private Path home;

    private final ExecutorService reader = Executors.newSingleThreadExecutor();

    @Test
    void shouldAnswerSomeMutatedFiles() throws Exception
    {
        mutate(FEW);
    }

    @Test
    @Tag("slow")
    void shouldAnswerTwentyThousandMutatedFiles() throws Exception
    {
        mutate(MANY);
    }

    private void mutate(final int count) throws Exception
    {
        final List<ReadFiles.Kind> kinds = new ReadFiles(home).kinds();
        final Map<String, Integer> ends = new TreeMap<>();
        final List<String> faults = new ArrayList<>();
        for (int i = 0; i < count && faults.size() < SHOWN; i++)
        {
            final SplittableRandom random = new SplittableRandom(SEED + i);
            final ReadFiles.Kind kind = kinds.get(i % kinds.size());
            final Path file = kind.files().get(random.nextInt(kind.files().size()));
            final byte[] sound = Files.readAllBytes(file);
            final List<byte[]> others = List.of(sound, Files.readAllBytes(
                kinds.get(random.nextInt(kinds.size())).files().get(0)));
            final byte[] mutant = new FileMutator(SEED + i).mutate(sound, others);
            Files.write(file, mutant);
            final List<String> command = kind.commands().get(random.nextInt(kind.commands().size()));
            final String fault = run(kind, command, ends);
            if (fault != null)
            {
                faults.add("mutant " + i + ", " + home.relativize(file) + ", " + String.join(" ", command) + ": " +
                    fault);
                keep(i, mutant);
            }
            Files.write(file, sound);
        }
        reader.shutdown();
        System.out.println("mutants: " + count + ", ends by kind and exit code: " + ends);

        assertThat(faults).isEmpty();
    }

    /** Keeps a file that was answered wrongly, where that is asked for. */
    private static void keep(final int number, final byte[] mutant) throws IOException
    {
        final String directory = System.getProperty("gale.mutants.keep");
        if (directory != null)
        {
            Files.write(Files.createDirectories(Path.of(directory)).resolve("mutant-" + number), mutant);
        }
    }

    /** Runs a command, and returns what is wrong about its answer, or null. */
    private String run(final ReadFiles.Kind kind, final List<String> command, final Map<String, Integer> ends)
        throws InterruptedException, ExecutionException
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int exit;
        try
        {
            exit = reader.submit(() -> GaleRun.of(out, err, command.toArray(new String[0])))
                .get(LIMIT_S, TimeUnit.SECONDS);
        }
        catch (final TimeoutException ex)
        {
            return "no end within " + LIMIT_S + " s";
        }
        ends.merge(kind.name() + ' ' + exit, 1, Integer::sum);
        final String said = err.toString();
        final boolean isTrace = TRACE.matcher(said).find();
        final boolean isSilent = exit != 0 && said.isBlank() && out.toString().isBlank();
        if (!kind.exits().contains(exit) || isTrace || isSilent)
        {
            return "exit " + exit + ": " + said.substring(0, Math.min(said.length(), SHOWN_LENGTH));
        }

        return null;
    }
}
