package org.gale.engine.storm.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepLeasesTest
{
    @TempDir
    private Path directory;

    private SweepLeases one;
    private SweepLeases other;

    @BeforeEach
    void begin()
    {
        one = new SweepLeases(directory, "one");
        other = new SweepLeases(directory, "other");
    }

    @Test
    void shouldGiveALeaseToOneProcess() throws IOException
    {
        assertTrue(one.take(3));
        assertFalse(other.take(3));
        assertTrue(other.take(4));
        assertTrue(one.holds(3));
        assertFalse(other.holds(3));

        one.release(3);

        assertFalse(one.holds(3));
        assertTrue(other.take(3));
    }

    @Test
    void shouldTakeALeaseOverThatIsNotTouchedForAMinute() throws IOException
    {
        assertTrue(one.take(3));
        age(61);

        assertTrue(other.take(3));
        assertTrue(other.holds(3));
        assertFalse(one.touch(3));
        one.release(3);
        assertTrue(other.holds(3));
    }

    @ParameterizedTest
    @CsvSource({"61, true", "50, false", "-50, false", "-61, true", "-2592000, true"})
    void shouldTakeALeaseOverWhoseTimeIsFarFromNow(final int seconds, final boolean isTaken) throws IOException
    {
        assertTrue(one.take(3));
        age(seconds);

        assertEquals(isTaken, other.take(3));
        assertEquals(isTaken, other.holds(3));
    }

    @Test
    void shouldLeaveALeaseThatIsTouched() throws IOException
    {
        assertTrue(one.take(3));
        age(61);
        assertTrue(one.touch(3));

        assertFalse(other.take(3));
        age(50);
        assertFalse(other.take(3));
        assertTrue(one.holds(3));
    }

    @Test
    void shouldLeaveNothingBehind() throws IOException
    {
        one.take(3);
        age(61);
        other.take(3);
        other.release(3);
        other.close();
        one.close();

        try (Stream<Path> files = Files.list(directory))
        {
            assertEquals(0, files.count());
        }
    }

    private void age(final int seconds) throws IOException
    {
        final Path lease = directory.resolve("000003");
        Files.setLastModifiedTime(lease, FileTime.fromMillis(
            Files.getLastModifiedTime(Files.writeString(directory.resolve("now"), "")).toMillis() - seconds * 1_000L));
        Files.delete(directory.resolve("now"));
    }
}
