package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.storm.result.Stalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Waits of the engine lie between readings before and after those of its stalls. */
class StallReadingTest
{
    private static final long ENGINE = 11;
    private static final long GENERATOR = 12;

    @TempDir
    private Path tasks;

    private void waited(final long id, final long ns) throws IOException
    {
        Files.writeString(Files.createDirectories(tasks.resolve(Long.toString(id))).resolve("schedstat"),
            "123456 " + ns + " 7\n");
    }

    private List<String> faults(final long ns, final long engineNs, final long generatorNs) throws IOException
    {
        final StallReading reading = new StallReading(tasks);
        waited(ENGINE, 100);
        reading.beforeBegin(1_000, ENGINE, GENERATOR);
        waited(ENGINE, 110);
        reading.afterBegin();
        waited(ENGINE, 200);
        reading.beforeEnd(5_000);
        waited(ENGINE, 230);
        reading.afterEnd();

        return reading.faults(new Stalls(ns, 1, List.of(new Stalls.OfThread("engine", engineNs, 0),
            new Stalls.OfThread(Stalls.GENERATOR, generatorNs, 0), new Stalls.OfThread(Stalls.HELPERS, 1, 0)), 0, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = { -1, 90, 100, 130 })
    void shouldTakeAWaitBetweenTheReadings(final long ns) throws IOException
    {
        waited(GENERATOR, 50);

        assertEquals(List.of(), faults(4_000, ns, 0));
    }

    @ParameterizedTest
    @CsvSource({ "89", "131" })
    void shouldFindAWaitOutsideThem(final long ns) throws IOException
    {
        assertEquals(List.of("/stalls/engine/wait_ns is " + ns +
            ", and by the scheduler the thread waited for 90 to 130 ns"), faults(4_000, ns, 77));
    }

    @Test
    void shouldFindTheLengthOfAnotherPart() throws IOException
    {
        assertEquals(List.of("/stalls are those of 3999 ns, and were watched for 4000"), faults(3_999, 100, 0));
    }

    @Test
    void shouldAskForNothingWhereNobodyWatched()
    {
        assertEquals(List.of(), new StallReading(tasks).faults(Stalls.NONE));
    }
}
