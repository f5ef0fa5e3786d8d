package org.gale.tests.device;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that break the protocol: they are refused or dropped, and the device serves the next one. */
class HostileClientTest
{
    private static final int EBADF = 9;
    private static final int EEXIST = 17;
    private static final int EINVAL = 22;
    private static final int ENOTSUP = 95;
    private static final long BASE = NvmeGuest.BASE;
    private static final int SIZE = NvmeGuest.SIZE;

    @TempDir
    private Path directory;

    /** Act of a client that has an open memory beside it. */
    @FunctionalInterface
    private interface Act
    {
        void with(DeviceClient client, FileDescriptor memory) throws IOException;
    }

    /**
     * Lets a client act, and then another one attach and read the version of the controller.
     *
     * @return the lines for the user
     */
    private List<String> shouldSurvive(final boolean hasVersion, final Act act)
        throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 200_000_000L, 2);
            RandomAccessFile memory = new RandomAccessFile(directory.resolve("m").toFile(), "rw"))
        {
            memory.setLength(SIZE);
            final long before;
            try (DeviceClient client = new DeviceClient(drive.path()))
            {
                drive.awaitLine("attached");
                before = ServedDrive.openDescriptors();
                if (hasVersion)
                {
                    client.version();
                }
                act.with(client, memory.getFD());
            }
            try (DeviceClient next = new DeviceClient(drive.path()))
            {
                next.version();
                assertThat(next.read(0, 8, 4).getInt(0)).isEqualTo(0x10400);
                Await.until(() -> opened() <= before, Duration.ofSeconds(10), "no more descriptors than before");
            }

            return drive.lines();
        }
    }

    @BeforeAll
    static void openWhatTheFirstCounterOpens() throws IOException
    {
        final EventCounter counter = new EventCounter();            // its library stays open
        counter.close();
    }

    private static long opened()
    {
        try
        {
            return ServedDrive.openDescriptors();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void shouldDropAClientOfAnotherVersion() throws IOException, InterruptedException
    {
        shouldSurvive(false, (client, memory) ->
        {
            client.call(DeviceClient.VERSION, 8, message -> message.putShort((short)1).putShort((short)0).putInt(0));
            assertThat(client.errno()).isEqualTo(EINVAL);
            assertThat(client.reply()).isNull();
        });
    }

    @Test
    void shouldDropAClientThatBeginsWithAnotherMessage() throws IOException, InterruptedException
    {
        shouldSurvive(false, (client, memory) ->
        {
            assertThat(client.map(BASE, SIZE, 0, memory)).isEqualTo(EINVAL);
            assertThat(client.reply()).isNull();
        });
    }

    @Test
    void shouldDropAClientOfAnotherProtocol() throws IOException, InterruptedException
    {
        shouldSurvive(false, (client, memory) ->
        {
            client.raw(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(
                StandardCharsets.US_ASCII)));
            assertThat(client.reply()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 15, 1 << 21, -1, Integer.MIN_VALUE })
    void shouldDropAClientWithAMessageOfALengthThatNoneHas(final int size) throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            client.raw(DeviceClient.header(9, DeviceClient.GET_INFO, 16, 0).putInt(4, size).limit(16).position(0));
            assertThat(client.reply()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 15, 16, 20, 47 })
    void shouldTakeAConnectionThatEndsInTheMiddle(final int length) throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) -> client.raw(
            DeviceClient.header(9, DeviceClient.DMA_MAP, 48, 0).limit(length).position(0), memory));
    }

    /** Steps of a client that attaches: it goes behind each of them, with a request on the way behind the last. */
    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7, 8 })
    void shouldServeTheNextClientWhereverTheLastOneGoes(final int steps) throws IOException, InterruptedException
    {
        shouldSurvive(false, (client, memory) ->
        {
            try (EventCounter event = new EventCounter())
            {
                final List<Step> all = List.of(client::version, () -> client.map(BASE, SIZE, 0, memory),
                    () -> client.setIrqs(0x24, 2, 0, 1, event.handle()),
                    () -> client.call(DeviceClient.REGION_WRITE, 18, message -> message.putLong(0x42)
                        .putInt(DeviceClient.CONFIG).putInt(2).putShort((short)0x8000)),
                    () -> client.write(0, 0x24, 0x000f_000f), () -> client.write64(0, 0x28, BASE),
                    () -> client.write64(0, 0x30, BASE + 4096), () -> client.write(0, 0x14, 0x0046_0001));
                for (final Step step : all.subList(0, steps))
                {
                    step.run();
                }
                if (steps == all.size())
                {
                    client.post(DeviceClient.REGION_WRITE, 20, write(0x1000, 1));
                }
            }
        });
    }

    /** Step of a client. */
    @FunctionalInterface
    private interface Step
    {
        void run() throws IOException;
    }

    @Test
    void shouldDropAClientWhoseVersionHasDescriptors() throws IOException, InterruptedException
    {
        shouldSurvive(false, (client, memory) ->
        {
            client.call(DeviceClient.VERSION, 8, message -> message.putInt(0).putInt(0x007d_7b22), memory);
            assertThat(client.errno()).isEqualTo(EINVAL);
            assertThat(client.reply()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({ "2, 31", "2, 33", "3, 23", "4, 0", "4, 15", "5, 31", "7, 12", "8, 19", "8, 0", "9, 15", "9, 24",
        "10, 15", "10, 17" })
    void shouldRefuseAPayloadOfAnotherLength(final int command, final int length)
        throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            client.call(command, length, message -> message.position(16));
            assertThat(client.errno()).isEqualTo(EINVAL);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 6, 11, 12, 14, 15, 99, 65_535 })
    void shouldRefuseACommandThatItHasNot(final int command) throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            client.call(command, 16, message -> message.putInt(0), memory);
            assertThat(client.errno()).isEqualTo(ENOTSUP);
        });
    }

    @ParameterizedTest
    @CsvSource({ "0, 16384, 4", "0, -4, 8", "0, 0, 0", "0, 0, -1", "7, 4095, 2", "7, 4096, 1", "9, 0, 4", "-1, 0, 4",
        "1, 0, 4", "6, 0, 4", "0, 9223372036854775807, 4", "7, 0, 1048577" })
    void shouldRefuseAnAccessOutsideItsRegion(final int region, final long offset, final int count)
        throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            assertThat(client.read(region, offset, count)).isNull();
            assertThat(client.errno()).isEqualTo(EINVAL);
        });
    }

    @ParameterizedTest
    @CsvSource({ "0, 0", "-4096, 8192", "4096, -4096", "0, -1" })
    void shouldRefuseAMapThatWrapsOrIsEmpty(final long from, final long size) throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
            assertThat(client.map(from, size, 0, memory)).isEqualTo(EINVAL));
    }

    @ParameterizedTest
    @CsvSource({ "1, 1048576", "1048576, 4096", "0, 1048577", "-4096, 4096", "9223372036854771712, 8192" })
    void shouldRefuseAMapBeyondTheEndOfItsFile(final long offset, final long size)
        throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
            assertThat(client.map(BASE, size, offset, memory)).isEqualTo(EINVAL));
    }

    @Test
    void shouldRefuseAMapThatOverlapsAnother() throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            assertThat(client.map(BASE, 8192, 0, memory)).isZero();
            assertThat(client.map(BASE, 8192, 0, memory)).isEqualTo(EEXIST);
            assertThat(client.map(BASE + 4096, 8192, 0, memory)).isEqualTo(EEXIST);
            assertThat(client.map(BASE - 4096, 8192, 0, memory)).isEqualTo(EEXIST);
            assertThat(client.map(BASE - 4096, 65536, 0, memory)).isEqualTo(EEXIST);
            assertThat(client.map(BASE + 8192, 8192, 0, memory)).isZero();
        });
    }

    @Test
    void shouldTakeAnUnmapOfWhatIsNotMappedAndRefusePartOfAMap() throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            assertThat(client.unmap(0, 0x1_0000_0000L, 1L << 32)).isZero();
            assertThat(client.unmap(0, 0xfef0_0000L, 4096)).isZero();
            assertThat(client.map(BASE, 8192, 0, memory)).isZero();
            assertThat(client.unmap(0, BASE, 4096)).isEqualTo(EINVAL);
            assertThat(client.unmap(0, BASE + 4096, 4096)).isEqualTo(EINVAL);
            assertThat(client.unmap(0, BASE - 4096, 65536)).isZero();
            assertThat(client.map(BASE, 8192, 0, memory)).isZero();
            assertThat(client.unmap(2, 0, 0)).isZero();
            assertThat(client.map(BASE, 8192, 0, memory)).isZero();
        });
    }

    @Test
    void shouldCountUnmapsOfWhatIsNotMapped() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory); DeviceClient client = new DeviceClient(drive.path()))
        {
            client.version();
            assertThat(client.unmap(0, 0x1_0000_0000L, 1L << 32)).isZero();
            assertThat(client.unmap(0, 0xfef0_0000L, 4096)).isZero();
            assertThat(client.unmap(0, 1, -1)).isZero();
            assertThat(client.unmap(0, 2, -1)).isEqualTo(EINVAL);
            client.leave();
            drive.awaitEnd();

            assertThat(drive.counts().strayUnmaps()).isEqualTo(3);
            assertThat(drive.counts().refused()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseDescriptorsOfTheWrongKind() throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            try (EventCounter event = new EventCounter();
                FileInputStream readOnly = new FileInputStream(directory.resolve("m").toFile());
                FileInputStream nothing = new FileInputStream("/dev/null"))
            {
                assertThat(client.map(BASE, 4096, 0, event.handle())).isEqualTo(EBADF);
                assertThat(client.map(BASE, 4096, 0, nothing.getFD())).isEqualTo(EBADF);
                assertThat(client.map(BASE, 4096, 0, readOnly.getFD())).isEqualTo(EBADF);
                assertThat(client.map(1, BASE, 4096, 0, readOnly.getFD())).isZero();
                assertThat(client.map(3, BASE + SIZE, 4096, 0, memory, memory)).isEqualTo(EINVAL);
                assertThat(client.setIrqs(0x24, 2, 0, 1, memory)).isEqualTo(EBADF);
                assertThat(client.setIrqs(0x24, 2, 0, 1, event.handle())).isZero();
            }
        });
    }

    @Test
    void shouldDropAClientWithTooManyDescriptors() throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            final FileDescriptor[] many = IntStream.range(0, 17).mapToObj(i -> memory).toArray(FileDescriptor[]::new);
            client.raw(DeviceClient.header(9, DeviceClient.SET_IRQS, 36, 0).limit(36).position(0), many);
            assertThat(client.reply()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({ "0x24, 2, 5, 1", "0x24, 2, -1, 2", "0x24, 2, 0, -1", "0x24, 0, 0, 1", "0x24, 1, 0, 1",
        "0x24, 99, 0, 1", "0x21, 2, 0, 1", "0x22, 2, 0, 1", "0xff, 2, 0, 1", "0x2c, 2, 0, 1", "0, 2, 0, 0" })
    void shouldRefuseVectorsThatItHasNot(final String flags, final int index, final int start, final int count)
        throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
            assertThat(client.setIrqs(Integer.decode(flags), index, start, count)).isEqualTo(EINVAL));
    }

    @Test
    void shouldRefuseASecondClientAndKeepTheFirst() throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            try (DeviceClient other = new DeviceClient(directory.resolve("s")))
            {
                assertThat(other.reply()).isNull();
            }
            assertThat(client.read(0, 8, 4).getInt(0)).isEqualTo(0x10400);
        });
    }

    @Test
    void shouldAnswerNothingToAWriteThatWantsNoReply() throws IOException, InterruptedException
    {
        shouldSurvive(true, (client, memory) ->
        {
            client.post(DeviceClient.REGION_WRITE, 20, write(0x24, 0x000f000f));
            client.post(DeviceClient.REGION_WRITE, 20, write(-4, 0));
            assertThat(client.read(0, 0x24, 4).getInt(0)).isEqualTo(0x000f000f);
        });
    }

    private static Consumer<ByteBuffer> write(final long offset, final int value)
    {
        return message -> message.putLong(offset).putInt(0).putInt(4).putInt(value);
    }

    /** Counts at once: a collector would close what nobody refers to. */
    @Test
    void shouldCloseAnEventfdWhenItIsReplaced() throws IOException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 200_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            EventCounter event = new EventCounter())
        {
            client.version();
            client.setIrqs(0x24, 2, 0, 1, event.handle());
            final long before = ServedDrive.openDescriptors();
            for (int i = 0; i < 100; i++)
            {
                client.setIrqs(0x24, 2, 0, 1, event.handle());
            }

            assertThat(ServedDrive.openDescriptors()).isLessThanOrEqualTo(before + 4);
        }
    }

    @Test
    void shouldLeakNoDescriptorInHundredsOfConnections() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 200_000_000L, 301);
            RandomAccessFile memory = new RandomAccessFile(directory.resolve("m").toFile(), "rw");
            EventCounter event = new EventCounter())
        {
            memory.setLength(SIZE);
            long before = 0;
            for (int i = 0; i < 300; i++)
            {
                try (DeviceClient client = new DeviceClient(drive.path()))
                {
                    client.version();
                    client.map(BASE, SIZE, 0, memory.getFD());
                    client.setIrqs(0x24, 2, 0, 1, event.handle());
                    client.setIrqs(0x24, 2, 0, 1, event.handle());
                }
                before = i == 10 ? ServedDrive.openDescriptors() : before;
            }

            final long limit = before + 4;
            Await.until(() -> opened() <= limit, Duration.ofSeconds(10), "no more than " + limit + " descriptors");
        }
    }
}
