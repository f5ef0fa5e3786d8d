package org.gale.tests.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Guests that misuse a drive: each is answered by the status that NVMe names, and the drive goes on. */
class HostileDriverTest
{
    private static final int INVALID_FIELD = 0x02;
    private static final int CONFLICT = 0x03;
    private static final int TRANSFER_ERROR = 0x04;
    private static final int INVALID_NAMESPACE = 0x0b;
    private static final int PRP_OFFSET = 0x13;
    private static final int OUT_OF_RANGE = 0x80;
    private static final int FATAL = 2;
    private static final long BASE = NvmeGuest.BASE;
    private static final long DATA = BASE + 0x80000;
    private static final int PAGE = NvmeGuest.PAGE;

    @TempDir
    private Path directory;

    /** Act of a guest whose first I/O queue is there. */
    @FunctionalInterface
    private interface Act
    {
        void with(DeviceClient client, NvmeGuest guest, ServedDrive drive) throws IOException;
    }

    private void shouldSurvive(final Act act) throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 5_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            act.with(client, guest, drive);
            guest.disable();
            guest.enable();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().differing()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0x2, 0, 0x13",                                          // the first PRP is not aligned to words
        "16, 0x0, 0x10, 0x13",                                      // the second page begins within a page
        "24, 0x0, 0x4, 0x13",                                       // the list is not aligned to entries
        "16, 0x0, 0x80000000, 0x04",                                // the second page lies outside
        "24, 0x0, 0x80000000, 0x04",                                // the list lies outside
        "24, 0x0, 0xffffffffffffff8, 0x04",
        "2049, 0x0, 0x0, 0x02" })                                   // beyond the limit of a transfer
    void shouldRefuseWrongPrps(
        final int blocks, final String first, final String second, final String status)
        throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            final long prp = Long.decode(second);
            guest.submit(1, guest.transfer(
                true, 0, blocks, DATA + Long.decode(first), prp > 0xffff || prp == 0 ? prp : DATA + prp));
            assertThat(guest.complete(1)).isEqualTo(Integer.decode(status));
        });
    }

    @Test
    void shouldEndAListThatNamesItself() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            final long list = DATA + PAGE;
            guest.fill(list + PAGE - 8, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(list + PAGE - 8)
                .array());
            guest.submit(1, guest.transfer(true, 0, 64, DATA, list + PAGE - 8));
            assertThat(guest.complete(1)).isEqualTo(PRP_OFFSET);
        });
    }

    @Test
    void shouldFollowAListToAnother() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            final long list = DATA + PAGE;
            final ByteBuffer first = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(list + PAGE);
            guest.fill(list + PAGE - 8, first.array());
            final ByteBuffer second = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(DATA + 0x10000).putLong(DATA + 0x11000);
            guest.fill(list + PAGE, second.array());
            guest.submit(1, guest.transfer(true, 0, 24, DATA, list + PAGE - 8));
            assertThat(guest.complete(1)).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({ "16383, 2", "16384, 1", "-1, 1", "9223372036854775807, 1" })
    void shouldRefuseBlocksBeyondTheEnd(final long block, final int count) throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            guest.submit(1, guest.transfer(true, block, count, DATA, 0));
            assertThat(guest.complete(1)).isEqualTo(OUT_OF_RANGE);
        });
    }

    @Test
    void shouldRefuseCommandsThatItHasNot() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            guest.submit(1, NvmeGuest.entry(0x7f, 1, 1));
            assertThat(guest.complete(1)).isEqualTo(1);
            guest.submit(1, NvmeGuest.entry(2, 2, 7));
            assertThat(guest.complete(1)).isEqualTo(INVALID_NAMESPACE);
            guest.submit(1, NvmeGuest.entry(2, 3, 1).put(1, (byte)0x40));
            assertThat(guest.complete(1)).isEqualTo(INVALID_FIELD);
            assertThat(guest.admin(0x7f, 0, 0, 0)).isEqualTo(1);
        });
    }

    @Test
    void shouldRefuseACommandIdThatIsInFlight() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 100ms", 5_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0).putShort(2, (short)9));
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0).putShort(2, (short)9));
            assertThat(guest.complete(1)).isZero();
            assertThat(guest.complete(1)).isEqualTo(CONFLICT);
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0x000f0000, 0x3, 0x101",                                // queue 0
        "5, 0x000f0005, 0x3, 0x101",                                // more queues than it has
        "5, 0x000f0001, 0x3, 0x101",                                // a queue that is there
        "5, 0x00000002, 0x3, 0x102",                                // of one entry
        "5, 0xffff0002, 0x3, 0x102",                                // of 65,536
        "5, 0x000f0002, 0x2, 0x002",                                // in pieces
        "5, 0x000f0002, 0xffff0003, 0x108",                         // with a vector that it has not
        "1, 0x000f0000, 0x00010001, 0x101",
        "1, 0x000f0001, 0x00010001, 0x101",
        "1, 0x000f0002, 0x00020001, 0x100",                         // without completions
        "1, 0x000f0002, 0x00000001, 0x100",                         // into the admin queue
        "1, 0x00000002, 0x00010001, 0x102",
        "0, 0x00000000, 0, 0x101",
        "0, 0x00000002, 0, 0x101",
        "4, 0x00000001, 0, 0x10c",                                  // a queue that is used
        "4, 0x00000002, 0, 0x101",
        "9, 0x00000007, 0x00030003, 0x00c",                         // number of queues when there are some
        "9, 0x00000006, 0x2, 0x002",
        "9, 0x00000008, 0x10000, 0x002",
        "9, 0x00000009, 0x5, 0x002",
        "9, 0x000000aa, 0, 0x002",
        "9, 0x80000006, 0, 0x10d",
        "10, 0x000000aa, 0, 0x002",
        "2, 0x00000070, 0, 0x109",
        "2, 0xffff0002, 0xffff, 0x002",
        "6, 0x000000aa, 0, 0x002",
        "6, 0x00000000, 0, 0x00b" })
    void shouldRefuseAdminCommands(final int opcode, final String word10, final String word11, final String status)
        throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) -> assertThat(guest.admin(
            opcode, DATA, (int)(long)Long.decode(word10), (int)(long)Long.decode(word11)))
            .isEqualTo(Integer.decode(status)));
    }

    @Test
    void shouldKeepFourRequestsForEvents() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            for (int i = 0; i < 4; i++)
            {
                guest.submit(0, NvmeGuest.entry(0x0c, 0x100 + i, 0));
            }
            guest.submit(0, NvmeGuest.entry(0x0c, 0x104, 0));
            assertThat(guest.complete(0)).isEqualTo(0x105);
        });
    }

    @Test
    void shouldIgnoreDoorbellsThatNameNoEntry() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            for (final int value : new int[]{ NvmeGuest.ENTRIES, -1, Integer.MIN_VALUE, 5 })
            {
                guest.doorbell(3, value);                           // heads of a queue that has no completions
                guest.doorbell(2, value == 5 ? -5 : value);
                guest.doorbell(8, value);                           // a queue that is not there
            }
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
        });
    }

    @Test
    void shouldTouchNothingThatIsUnmappedMeanwhile() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 200ms", 5_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            assertThat(client.map(0x1000_0000L, PAGE, 0xf0000, guest.handle())).isZero();
            final byte[] mark = { 1, 2, 3, 4 };
            guest.fill(BASE + 0xf0000, mark);
            guest.submit(1, guest.transfer(true, 0, 8, 0x1000_0000L, 0));
            assertThat(client.unmap(0, 0x1000_0000L, PAGE)).isZero();

            assertThat(guest.complete(1)).isEqualTo(TRANSFER_ERROR);
            assertThat(guest.read(BASE + 0xf0000, 4).array()).isEqualTo(mark);
        }
    }

    @Test
    void shouldHaveAFatalStatusWhenAQueueIsUnmapped() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            assertThat(client.unmap(0, BASE, NvmeGuest.SIZE)).isZero();
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            drive.awaitLine("a queue of the guest lies outside its memory");
            assertThat(guest.status() & FATAL).isEqualTo(FATAL);
            assertThat(client.map(BASE, NvmeGuest.SIZE, 0, guest.handle())).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "admin submissions", "admin completions", "submissions", "completions" })
    void shouldSayThatTheMemoryOfAQueueIsNotShared(final String which) throws IOException, InterruptedException
    {
        final long base = 0x1000_0000L;
        shouldSurvive((client, guest, drive) ->
        {
            assertThat(client.map(base, PAGE, 0)).isZero();
            switch (which)
            {
                case "admin submissions", "admin completions" ->
                {
                    guest.disable();
                    client.write64(0, which.endsWith("submissions") ? 0x28 : 0x30, base);
                    client.write(0, 0x14, 0x0046_0001);
                    guest.doorbell(0, 1);
                }
                case "submissions" ->
                {
                    assertThat(guest.admin(5, DATA, 0x000f_0002, 3)).isZero();
                    assertThat(guest.admin(1, base, 0x000f_0002, 0x0002_0001)).isZero();
                    guest.doorbell(4, 1);
                }
                default ->
                {
                    assertThat(guest.admin(5, base, 0x000f_0002, 3)).isZero();
                    assertThat(guest.admin(1, NvmeGuest.submissions(2), 0x000f_0002, 0x0002_0001)).isZero();
                    guest.doorbell(4, 1);
                }
            }
            drive.awaitLine("share=on");
            assertThat(guest.status() & FATAL).isEqualTo(FATAL);
            assertThat(drive.lines()).filteredOn(line -> line.contains("share=on")).hasSize(1);
        });
    }

    @Test
    void shouldSayThatMemoryIsNotShared() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            assertThat(client.map(0x1000_0000L, PAGE, 0)).isZero();
            guest.submit(1, guest.transfer(true, 0, 1, 0x1000_0000L, 0));
            drive.awaitLine("share=on");
            assertThat(guest.status() & FATAL).isEqualTo(FATAL);
        });
    }

    @Test
    void shouldSurviveAFileThatIsTruncated() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            guest.truncate(DATA - BASE);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            assertThat(guest.complete(1)).isEqualTo(TRANSFER_ERROR);
            guest.truncate(0);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            drive.awaitLine("fatal");
            guest.truncate(NvmeGuest.SIZE);
        });
    }

    @ParameterizedTest
    @CsvSource({ "-2, 0", "0x4000000000000001, 0", "0x4000000000000000, 1" })       // -2 is the highest count, unsigned
    void shouldNotWriteToACounterThatIsNearlyFull(final String count, final int written)
        throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            guest.events(1).add(Long.decode(count));
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
            guest.status();                                         // behind the interrupt
            assertThat(guest.events(1).take()).isEqualTo(Long.decode(count) + written);
        });
    }

    @Test
    void shouldIgnoreWritesOfOtherFormsAndReservedBits() throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            client.call(DeviceClient.REGION_WRITE, 17,
                message -> message.putLong(0x14).putInt(0).putInt(1).put((byte)0));
            client.call(DeviceClient.REGION_WRITE, 20,
                message -> message.putLong(0x15).putInt(0).putInt(4).putInt(0));
            client.write(0, 0, -1);
            client.write(0, 0x1c, -1);
            client.write(4, 0, -1);
            client.write(DeviceClient.CONFIG, 0, -1);
            client.write(DeviceClient.CONFIG, 0x40, 0x8000_0000);

            assertThat(guest.status()).isEqualTo(1);
            assertThat(client.read(DeviceClient.CONFIG, 0, 4).getInt(0)).isEqualTo(0x10f1_1af4);
            assertThat(client.read(DeviceClient.CONFIG, 0x42, 2).getShort(0)).isEqualTo((short)0x8004);
        });
    }

    @ParameterizedTest
    @CsvSource({ "0x00460081", "0x00461001", "0x00460011" })
    void shouldHaveAFatalStatusWhenEnabledInAnotherForm(final String value) throws IOException, InterruptedException
    {
        shouldSurvive((client, guest, drive) ->
        {
            guest.disable();
            client.write(0, 0x14, Integer.decode(value));
            assertThat(guest.status() & FATAL).isEqualTo(FATAL);
        });
    }
}
