package org.gale.engine.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests that no recording, cut, spliced, with lines twice, bytes flipped or two clocks, ends an import in a way of its
 * own. {@code -Dgale.recordings=DIR} takes the {@code .gz} files of a directory in place of made ones.
 */
class MutatedRecordingsTest
{
    private static final int SAMPLE = 12;
    private static final int CAMPAIGN = 300;

    @TempDir
    private Path directory;

    @Test
    void shouldTakeASampleOfDamagedRecordings() throws IOException
    {
        final MutatedRecordings recordings = new MutatedRecordings(directory, MutatedRecordings.made());
        int events = 0;
        for (int seed = 0; seed < SAMPLE; seed++)
        {
            events += recordings.survives(seed) ? 1 : 0;
        }

        assertTrue(events > SAMPLE / 2, "events in " + events);
    }

    @Test
    void shouldDamageASeedInOneWay()
    {
        final RecordingMutator mutator = new RecordingMutator(MutatedRecordings.made());

        assertArrayEquals(mutator.text(5), mutator.text(5));
    }

    @Test
    @Tag("slow")
    void shouldTakeDamagedRecordingsInASmallHeap() throws Exception
    {
        final Path output = directory.resolve("output");
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
            "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")), "-cp",
            System.getProperty("java.class.path")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(argument ->
            argument.startsWith("--") || argument.startsWith("-XX:+Ignore")).forEach(command::add);
        command.addAll(List.of(MutatedRecordings.class.getName(), directory.toString(), Integer.toString(CAMPAIGN)));
        final String recordings = System.getProperty("gale.recordings");
        if (recordings != null)
        {
            command.add(recordings);
        }

        final Process process =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();

        assertEquals(0, process.waitFor(), Files.readString(output));
        assertTrue(Files.readString(output).contains(MutatedRecordings.DONE + CAMPAIGN), Files.readString(output));
    }
}
