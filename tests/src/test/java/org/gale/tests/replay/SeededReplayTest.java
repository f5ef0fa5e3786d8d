package org.gale.tests.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Sessions of drawn software under seeds: each is the same when it is repeated, and when its journal is replayed, on
 * this JDK and on another one.
 */
@Tag("M-ORD")
@Tag("P7")
class SeededReplayTest
{
    private static final int FEW = 4;
    private static final int MANY = Integer.getInteger("gale.seeds", 1000);
    private static final int JDK = 25;

    @TempDir
    private Path directory;

    @Test
    void shouldReplayAFewSeeds()
    {
        check(FEW);
    }

    @Test
    @Tag("slow")
    void shouldReplayAThousandSeeds()
    {
        check(MANY);
    }

    /** The session of an even seed has a guest whose interrupts are acknowledged. */
    @Test
    void shouldRunAGuest()
    {
        final String replies = SeededSessions.play(2, directory.resolve("journal")).toString();

        assertTrue(replies.contains("insn 1 vel1 CDIA: OK 0x0000000140000005"), replies);
    }

    @Test
    @Tag("slow")
    void shouldReplayAThousandSeedsOnAnotherJdk() throws IOException, InterruptedException
    {
        final Path jdk = Jdks.find(JDK);
        assumeTrue(jdk != null, () -> "no JDK " + JDK + " in " + Jdks.HOMES);
        final List<String> lines = check(MANY);
        final Path output = directory.resolve("output");
        final Process process = Jdks.java(jdk, output, SeededSessions.class.getName(), directory.toString(),
            Integer.toString(MANY));

        assertEquals(0, process.waitFor(), () -> Jdks.text(output));
        assertEquals(lines, Files.readAllLines(output));
    }

    private List<String> check(final int seeds)
    {
        final List<String> lines = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++)
        {
            final Path journal = SeededSessions.journal(directory, seed);
            final String line = SeededSessions.line(seed, SeededSessions.play(seed, journal), 0);

            assertEquals(line, SeededSessions.again(seed, journal));
            lines.add(line);
        }

        return lines;
    }
}
