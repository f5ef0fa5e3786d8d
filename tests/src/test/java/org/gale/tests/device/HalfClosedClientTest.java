package org.gale.tests.device;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.gale.engine.config.Outcome;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that end one half of their connection, are slow, or only wait: each end is seen, and costs nothing. */
class HalfClosedClientTest
{
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int MAP_SIZE = 48;
    private static final long TURN_MS = 200;
    private static final long READINGS_OF_TURN = 16;

    @TempDir
    private Path directory;

    private static ByteBuffer map(final int length)
    {
        final ByteBuffer map = DeviceClient.header(9, DeviceClient.DMA_MAP, MAP_SIZE, 0);
        map.putInt(32).putInt(3).putLong(0).putLong(NvmeGuest.BASE).putLong(NvmeGuest.SIZE);

        return map.limit(length).position(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldServeTheNextClientWhereverTheLastOneEndsItsWriting(final boolean hasVersion) throws IOException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 200_000_000L, MAP_SIZE + 2);
            RandomAccessFile memory = new RandomAccessFile(directory.resolve("m").toFile(), "rw"))
        {
            memory.setLength(NvmeGuest.SIZE);
            for (int length = 0; length <= MAP_SIZE; length++)
            {
                try (DeviceClient client = new DeviceClient(drive.path()))
                {
                    if (hasVersion)
                    {
                        client.version();
                    }
                    client.raw(map(length), length == 0 ? new FileDescriptor[0] : new FileDescriptor[]{memory.getFD()});
                    client.endWriting();
                    if (length == MAP_SIZE)
                    {
                        assertThat(client.reply()).as("the reply to a whole message").isNotNull();
                    }

                    assertThat(client.reply()).as("the end, after %s bytes", length).isNull();
                }
            }
            try (DeviceClient next = new DeviceClient(drive.path()))
            {
                next.version();

                assertThat(next.read(0, 8, 4).getInt(0)).isEqualTo(0x10400);
            }

            assertThat(drive.lines().stream().filter("the client was dropped: it ended in the middle of a message"
                ::equals)).hasSize(MAP_SIZE - 1);
        }
    }

    @Test
    void shouldServeTheNextClientWhileTheOneThatEndedItsWritingIsThere() throws IOException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 200_000_000L, 2);
            DeviceClient client = new DeviceClient(drive.path()))
        {
            client.version();
            client.endWriting();
            try (DeviceClient next = new DeviceClient(drive.path()))
            {
                next.version();

                assertThat(next.read(0, 8, 4).getInt(0)).isEqualTo(0x10400);
            }
        }
    }

    @Test
    void shouldEndTheRunOfAClientThatEndedItsReading() throws IOException, InterruptedException
    {
        try (ServedLoop loop = loop(); DeviceClient client = new DeviceClient(directory.resolve("s")))
        {
            client.version();
            client.endReading();
            client.raw(DeviceClient.header(2, DeviceClient.RESET, 16, 0).position(0));

            assertThat(loop.awaitEnd()).isEqualTo(Outcome.SKIPPED);
        }
    }

    @Test
    void shouldEndTheRunOfAClientThatGoesWithAReplyUnread() throws IOException, InterruptedException
    {
        try (ServedLoop loop = loop(); DeviceClient client = new DeviceClient(directory.resolve("s")))
        {
            client.version();
            client.raw(DeviceClient.header(2, DeviceClient.RESET, 16, 0).position(0));
            Await.until(() -> loop.readings() > 0, LIMIT, "a turn of the device");
            client.leave();

            assertThat(loop.awaitEnd()).isEqualTo(Outcome.SKIPPED);
        }
    }

    /** A loop that is never idle: only a poll beside its work can see that its client has ended its writing. */
    @Test
    void shouldSeeTheEndOfAClientWhileItIsBusy() throws IOException, InterruptedException
    {
        try (ServedLoop loop = new ServedLoop(directory.resolve("s"), ServedLoop.busy(1), Long.MAX_VALUE);
            DeviceClient client = new DeviceClient(directory.resolve("s"));
            MsixGuest guest = new MsixGuest(client, 1))
        {
            guest.start();
            client.endWriting();

            assertThat(loop.awaitEnd()).isNotNull();
        }
    }

    @Test
    void shouldAnswerAClientThatSendsAByteASecond() throws IOException
    {
        try (ServedLoop loop = loop(); DeviceClient client = new DeviceClient(directory.resolve("s")))
        {
            client.version();
            final ByteBuffer message = DeviceClient.header(7, DeviceClient.GET_INFO, 32, 0);
            message.putInt(16).clear();
            for (int at = 0; at < message.capacity(); at++)
            {
                client.raw(message.slice(at, 1));
                loop.standStill(NS_PER_S);
                final long before = loop.readings();
                Await.until(() -> loop.readings() > before, LIMIT, "a turn of the device");
            }

            assertThat(client.reply().getInt(8)).as("regions").isEqualTo(9);
            assertThat(loop.hasReport()).isFalse();
        }
    }

    @Test
    void shouldDropAClientThatReadsNoReplies() throws IOException, InterruptedException
    {
        try (ServedLoop loop = loop(); DeviceClient client = new DeviceClient(directory.resolve("s")))
        {
            client.version();
            final ByteBuffer read = DeviceClient.header(9, DeviceClient.REGION_READ, 32, 0)
                .putLong(0).putInt(DeviceClient.CONFIG).putInt(4096).clear();
            Await.until(() -> isRefused(client, read, loop), LIMIT, "the end of a client that reads nothing");

            assertThat(loop.awaitEnd()).isEqualTo(Outcome.SKIPPED);
            assertThat(loop.lines()).contains("the client was dropped: it does not read its replies");
        }
    }

    /** Sends requests until one waits, lets time pass, and returns whether the connection has ended. */
    private static boolean isRefused(final DeviceClient client, final ByteBuffer message, final ServedLoop loop)
    {
        try
        {
            final boolean isOpen = client.offer(message.clear());
            loop.standStill(NS_PER_S);

            return !isOpen;
        }
        catch (final IOException ex)
        {
            return true;
        }
    }

    /** Each message of an attachment is cut at each byte by a close, which no reply awaits. */
    @ParameterizedTest
    @ValueSource(ints = { DeviceClient.VERSION, DeviceClient.GET_INFO, DeviceClient.SET_IRQS, DeviceClient.REGION_READ,
        DeviceClient.REGION_WRITE, DeviceClient.RESET })
    void shouldServeTheNextClientWhereverAMessageIsCutByAClose(final int command) throws IOException
    {
        final int size = 36;
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 200_000_000L, size + 2))
        {
            for (int length = 0; length <= size; length++)
            {
                try (DeviceClient client = new DeviceClient(drive.path()))
                {
                    client.raw(DeviceClient.header(9, command, size, 0).limit(length).position(0));
                }
            }
            try (DeviceClient next = new DeviceClient(drive.path()))
            {
                next.version();

                assertThat(next.read(0, 8, 4).getInt(0)).isEqualTo(0x10400);
            }
        }
    }

    /** An idle client costs four turns of the device a second, which read the clock: no spinning, no ticks. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 20 })
    void shouldRestWhileAClientIsIdle(final int sent) throws IOException
    {
        try (ServedLoop loop = loop(); DeviceClient client = new DeviceClient(directory.resolve("s")))
        {
            client.version();
            client.raw(map(sent));
            final long beganNs = System.nanoTime();
            final long before = loop.readings();
            Await.until(() -> System.nanoTime() - beganNs > NS_PER_S / 2, LIMIT, "half a second");
            final long readings = loop.readings() - before;
            final long elapsedMs = (System.nanoTime() - beganNs) / 1_000_000;

            assertThat(readings).isLessThan((elapsedMs / TURN_MS + 2) * READINGS_OF_TURN);
        }
    }

    /** A session that serves one client after another: the end of the wait for the next one is not the first one's. */
    @Test
    void shouldSayThatClientsWereServedWhenItIsStoppedBeforeTheNextOne() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 200_000_000L, 2))
        {
            try (DeviceClient client = new DeviceClient(drive.path()))
            {
                client.version();
            }
            Await.until(() -> drive.outcome() != null, LIMIT, "the end of the first run");
            final Outcome first = drive.outcome();
            drive.stop();

            assertThat(Outcome.first(first, drive.awaitEnd())).isEqualTo(first);
            assertThat(drive.outcome()).isEqualTo(Outcome.OK);
            assertThat(drive.lines()).contains("stopped while it waited for another client: 1 run ended before")
                .doesNotContain("stopped before a client came");
        }
    }

    @Test
    void shouldSayThatNoClientCameWhenItIsStoppedBeforeTheFirstOne() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory))
        {
            drive.stop();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.INTERRUPTED);
            assertThat(drive.lines()).contains("stopped before a client came");
        }
    }

    private ServedLoop loop()
    {
        return new ServedLoop(directory.resolve("s"), ServedLoop.closed(2, 1, 1, NS_PER_S, 0), 10);
    }
}
