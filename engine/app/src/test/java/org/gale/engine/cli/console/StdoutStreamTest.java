package org.gale.engine.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of standard output, whose reader may go. */
class StdoutStreamTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldWriteWhatItIsGiven() throws IOException
    {
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (StdoutStream stream = new StdoutStream(written, directory.resolve("1")))
        {
            stream.write('a');
            stream.write("xbcx".getBytes(StandardCharsets.US_ASCII), 1, 2);
            assertFalse(stream.isReaderGone());
        }

        assertEquals("abc", written.toString(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({
        "pipe:[4711],   true",
        "socket:[4711], true",
        "/dev/full,     false"})
    void shouldKnowAReaderThatHasGoneByTheKindOfTheStream(final String target, final boolean isGone) throws IOException
    {
        assertFailure(Files.createSymbolicLink(directory.resolve("1"), Path.of(target)), isGone);
    }

    @Test
    void shouldTakeNoReaderForGoneWhereTheHostDoesNotSayWhatTheStreamIs() throws IOException
    {
        assertFailure(directory.resolve("1"), false);
    }

    private static void assertFailure(final Path link, final boolean isGone) throws IOException
    {
        final IOException cause = new IOException("in the words of the host");
        try (StdoutStream stream = new StdoutStream(new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw cause;
            }
        }, link))
        {
            final IOException failure = assertThrows(IOException.class, () -> stream.write('a'));

            assertEquals(isGone ? StdoutStream.CLOSED_PIPE : cause.getMessage(), failure.getMessage());
            assertEquals(isGone, stream.isReaderGone());
        }
    }
}
