package org.gale.engine.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Windows onto a file of a window's length and two pages and 10 bytes more. */
class FileWindowTest
{
    private static final int PAGE = 4096;
    private static final int CAPACITY = FileWindow.CAPACITY;
    private static final int LENGTH = CAPACITY + 2 * PAGE + 10;
    private static final int ZEROS = 64 * 1024;

    @TempDir
    private Path home;

    private final byte[] bytes = new byte[LENGTH];
    private final FileWindow window = new FileWindow();

    @BeforeEach
    void openFileOfZeros() throws IOException
    {
        open();
    }

    @AfterEach
    void closeWindow() throws IOException
    {
        window.close();
    }

    @Test
    void shouldStayWhereItIsWhileItHoldsAllBytes() throws IOException
    {
        assertEquals(LENGTH, window.length());
        assertEquals(0, window.load(0, 8));
        assertEquals(CAPACITY - 8, window.load(CAPACITY - 8, 8));
        assertEquals(0, window.load(0, CAPACITY / 2));
    }

    @Test
    void shouldBeginAtThePageOfAByteThatItLacks() throws IOException
    {
        window.load(0, 8);

        assertEquals(PAGE - 7, window.load(CAPACITY - 7, 8));
        assertEquals(0, window.load(CAPACITY - PAGE, 1));
        assertEquals(PAGE - 1, window.load(CAPACITY - PAGE - 1, 1));
    }

    @Test
    void shouldEndWithTheFile() throws IOException
    {
        assertEquals(9, window.load(LENGTH - 1, 1));
        assertEquals(-1, window.load(LENGTH, 1));
        assertEquals(-1, window.load(LENGTH - 1, 2));
        assertEquals(0, window.load(LENGTH - 10, 10));
        assertEquals(-1, window.load(LENGTH - 10, 11));
    }

    @Test
    void shouldFindThatAFileWasCutSinceItWasOpened() throws IOException
    {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE))
        {
            channel.truncate(100);
        }

        assertEquals(92, window.load(92, 8));
        assertEquals(-1, window.load(93, 8));
        assertEquals(-1, window.firstNonZero(0, LENGTH));
    }

    @Test
    void shouldReadAByteAsUnsignedAndNothingBehindTheEnd() throws IOException
    {
        bytes[0] = (byte)0xab;
        bytes[LENGTH - 1] = 7;
        open();

        assertEquals(0xab, window.byteAt(0));
        assertEquals(7, window.byteAt(LENGTH - 1));
        assertEquals(0, window.byteAt(1));
        assertEquals(0, window.byteAt(LENGTH));
    }

    @Test
    void shouldFindTheFirstByteThatIsNotZeroWithinItsRange() throws IOException
    {
        bytes[0] = 1;
        bytes[ZEROS + 5] = 1;
        bytes[LENGTH - 2] = 1;
        open();

        assertEquals(0, window.firstNonZero(0, 1));
        assertEquals(ZEROS + 5, window.firstNonZero(1, LENGTH));
        assertEquals(ZEROS + 5, window.firstNonZero(1, ZEROS + 6));
        assertEquals(-1, window.firstNonZero(1, ZEROS + 5));
        assertEquals(LENGTH - 2, window.firstNonZero(ZEROS + 6, LENGTH));
        assertEquals(-1, window.firstNonZero(CAPACITY + PAGE, LENGTH - 2));
        assertEquals(-1, window.firstNonZero(LENGTH - 1, LENGTH));
        assertEquals(-1, window.firstNonZero(5, 5));
    }

    private void open() throws IOException
    {
        Files.write(file(), bytes);
        window.open(file());
    }

    private Path file()
    {
        return home.resolve("file");
    }
}
