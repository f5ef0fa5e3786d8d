package org.gale.tests.clients;

import java.io.IOException;
import java.io.StringWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the socket of {@code gale storm msix --monitor-socket}; MonitorClientsTest has the reference monitors. */
@Tag("M-MSIXLIVE")
class MonitorSocketTest
{
    private static final int MESSAGE_BYTES = 32;
    private static final int DONE = 10;
    private static final int VERSION = 2;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "msix --monitor-socket S --events 257 | --events: 257 are more vectors than the 256 of a function that",
        "msix --clock virtual --monitor-socket S -C monitor=right | -C monitor: 'right' is a monitor of Gale",
        "msix --clock virtual --monitor-socket S -C monitor=pba-zero | -C monitor: 'pba-zero' is a monitor of Gale",
        "direct --clock virtual --monitor-socket S | --monitor-socket: 'S' needs functions with vectors",
        "msix --clock virtual -C monitor=remote | -C monitor: 'remote' is a process that connects",
        "msix -C monitor=remote | -C monitor: 'remote' is a process that connects (try --monitor-socket PATH)",
        "msix --monitor-timeout 2s | --monitor-timeout: '2s' waits for a process that connects",
        "msix --clock virtual --monitor-socket S --monitor-timeout 0 | --monitor-timeout: ",
        "msix --clock virtual --monitor-socket S --engines 2 | --engines: '2' makes a storm run more than once",
        "msix --clock virtual --monitor-socket S --stop-if response>1ms | --stop-if: 'response>1ms' makes a storm run"})
    void shouldRefuseAStormWhoseMonitorCannotBeAProcess(final String words, final String said)
    {
        final List<String> all = new ArrayList<>(List.of("storm"));
        all.addAll(List.of(words.strip().split(" ", -1)));
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, all.toArray(String[]::new)), err.toString());

        assertTrue(err.toString().contains(said.strip()), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wall", "virtual"})
    void shouldEndWithEightWhenNobodyConnects(final String clock)
    {
        final Path socket = directory.resolve("socket");
        assertEquals(ExitCode.RESOURCES, storm(socket, "--monitor-timeout", "50ms", "--clock", clock), err.toString());

        assertTrue(err.toString().contains("no monitor has connected to " + socket + " within 50 ms"), err.toString());
        assertFalse(Files.exists(socket));
    }

    @Test
    void shouldEndWithEightAndLeaveWhatIsThereWhenThePathIsTaken() throws IOException
    {
        final Path taken = Files.writeString(directory.resolve("taken"), "mine");
        assertEquals(ExitCode.RESOURCES, storm(taken, "--clock", "virtual"), err.toString());

        assertTrue(err.toString().contains("the socket " + taken + ": "), err.toString());
        assertEquals("mine", Files.readString(taken));
    }

    @Test
    void shouldAdmitItsOwnerAlone() throws Exception
    {
        final Path socket = directory.resolve("socket");
        final AtomicReference<String> mode = new AtomicReference<>("");
        final Thread client = new Thread(() -> greetAndLeave(socket, mode));
        client.start();
        assertEquals(ExitCode.RESOURCES, storm(socket, "--clock", "virtual"), err.toString());
        client.join();

        assertEquals("rw-------", mode.get());
        assertTrue(err.toString().contains("the monitor has left at FUNCTION (message 2) of function "),
            err.toString());
        assertFalse(Files.exists(socket));
    }

    /** Answers the first message, and leaves. */
    private static void greetAndLeave(final Path socket, final AtomicReference<String> mode)
    {
        try
        {
            Await.until(() -> Files.exists(socket), Duration.ofMinutes(1), "no socket");
            final SocketChannel[] connection = new SocketChannel[1];
            Await.until(() -> isConnected(socket, connection), Duration.ofMinutes(1), "nobody listens");
            mode.set(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            final ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            try (SocketChannel channel = connection[0])
            {
                while (message.hasRemaining() && channel.read(message) >= 0)
                {
                    Thread.onSpinWait();
                }
                assertEquals(VERSION, message.getLong(16));
                message.putInt(0, DONE);
                message.flip();
                channel.write(message);
                message.clear();
                while (message.hasRemaining() && channel.read(message) >= 0)    // so that nothing is left unread
                {
                    Thread.onSpinWait();
                }
            }
        }
        catch (final IOException ex)
        {
            mode.set(ex.toString());
        }
    }

    private static boolean isConnected(final Path socket, final SocketChannel[] connection)
    {
        try
        {
            connection[0] = SocketChannel.open(UnixDomainSocketAddress.of(socket));

            return true;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private int storm(final Path socket, final String... more)
    {
        final List<String> words = new ArrayList<>(List.of("storm", "msix", "--vms", "1",
            "--vpes", "2", "--devices", "2", "--events", "8", "--count", "400", "--monitor-socket", socket.toString()));
        words.addAll(List.of(more));

        return GaleRun.of(out, err, words.toArray(String[]::new));
    }
}
