package org.gale.tests.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.device.DeviceJournal;
import org.gale.engine.device.nvme.RequestTimes;
import org.gale.engine.device.nvme.Stamps;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.replay.JournalDump;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Journal of a device: what crossed the socket comes back, in its order, and nothing takes it for a storm. */
class DeviceJournalTest
{
    private static final String TRAFFIC = "service: 20us, coalesce: {threshold: 3, time: 200us}";
    private static final long DATA = NvmeGuest.BASE + 0x80000;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private List<String> sent;
    private List<String> received;
    private long counted;
    private ServedDrive drive;

    private Path journal()
    {
        return directory.resolve("journal");
    }

    private int run(final String... words)
    {
        out.getBuffer().setLength(0);

        return GaleRun.of(out, out, words);
    }

    /** Serves requests of a guest, and keeps what its client knows of them. */
    private void serve() throws IOException, InterruptedException
    {
        drive = new ServedDrive(directory, "", TRAFFIC, 5_000_000_000L, 1, journal());
        try (DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            client.record();
            guest.start();
            guest.create(1);
            for (int i = 0; i < 40; i++)
            {
                guest.submit(1, guest.transfer(i % 2 == 0, i, 1, DATA, 0));
                assertThat(guest.complete(1)).isZero();
                client.read(DeviceClient.CONFIG, 0, 4096);
                client.post(DeviceClient.REGION_WRITE, 20,
                    message -> message.putLong(0x24).putInt(0).putInt(4).putInt(0));
            }
            guest.disable();
            guest.enable();
            IntStream.rangeClosed(0, 1).forEach(vector -> counted += guest.events(vector).take());
            sent = client.sent();
            received = client.received();
            client.leave();
            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
        }
        finally
        {
            drive.close();
        }
    }

    /** Returns the records of a kind as the dump shows them: the number, the time, and the data in one piece. */
    private List<String[]> records(final String kind) throws IOException
    {
        final ByteArrayOutputStream dump = new ByteArrayOutputStream();
        JournalDump.write(journal(), dump, 1, Long.MAX_VALUE, Set.of(), null);
        final List<String[]> records = new ArrayList<>();
        String before = "";
        for (final String line : dump.toString(StandardCharsets.UTF_8).lines()
            .filter(text -> text.startsWith(kind + ' ')).toList())
        {
            final String[] words = line.split(" ", 5);
            final String data = before + (words.length < 5 ? "" : words[4].replace(" ", ""));
            final boolean isMore = data.endsWith("...");
            before = isMore ? data.substring(0, data.length() - 3) : "";
            if (!isMore)
            {
                records.add(new String[]{ words[1], words[3], data });
            }
        }

        return records;
    }

    @Test
    void shouldGiveBackWhatCrossedTheSocket() throws IOException, InterruptedException
    {
        serve();

        assertThat(records("MESSAGE")).extracting(record -> record[2]).containsExactlyElementsOf(sent);
        assertThat(records("REPLY")).extracting(record -> record[2]).containsExactlyElementsOf(received);
        assertThat(records("INTERRUPT")).hasSize((int)counted);
        assertThat(records("MESSAGE")).extracting(record -> Long.parseLong(record[1])).isSorted();
        assertThat(records("MESSAGE").stream().mapToInt(record -> Integer.parseInt(record[0])).sum()).isEqualTo(6);
    }

    @Test
    void shouldDescribeAndVerifyIt() throws IOException, InterruptedException
    {
        serve();

        assertThat(run("journal", "verify", journal().toString())).isZero();
        assertThat(run("journal", "describe", journal().toString())).isZero();
        assertThat(out.toString().lines()).anyMatch(line -> line.matches("device +nvme .*"))
            .contains(String.format("%-14s %,14d", "messages", sent.size()))
            .contains(String.format("%-14s %,14d", "replies", received.size()))
            .contains(String.format("%-14s %,14d", "interrupts", counted));
        assertThat(run("journal", "dump", journal().toString())).isZero();
        assertThat(run("journal", "describe", "--json", journal().toString())).isZero();
        assertThat(out.toString()).contains("\"device\":{\"frames\":");
    }

    /** The model of a drive, fed with the stamps of the journal in virtual time, decides as the device did. */
    @Test
    void shouldLetTheModelDecideOnTheSameInterrupts() throws IOException, InterruptedException
    {
        serve();
        final Stamps stamps = new Stamps(Recorder.NONE);
        for (final String[] record : records("STAMP"))
        {
            final long word = Long.reverseBytes(Long.parseUnsignedLong(record[2], 16));
            if (!Stamps.isEnd(word))
            {
                stamps.add(Long.parseLong(record[1]), word);
            }
        }

        final RequestTimes times = stamps.repeated(
            ServedDrive.job("", TRAFFIC).devices().get(0).traffic(), 1,
            ServedDrive.QUEUES, Long.MAX_VALUE - 1);

        assertThat(times.interrupts(0)).isEqualTo(drive.result().decided().get(0)).isGreaterThan(10);
        assertThat(IntStream.range(1, ServedDrive.QUEUES).mapToLong(times::interrupts).sum()).isZero();
    }

    @Test
    void shouldCompareWithTheModelByACommand() throws IOException, InterruptedException
    {
        serve();

        assertThat(run("journal", "model", journal().toString())).as(out.toString()).isZero();
        assertThat(out.toString().lines()).contains("model: equal")
            .anyMatch(line -> line.matches(" +1 +40 +(\\d+) +\\1"));
        assertThat(run("journal", "model", directory.toString())).isEqualTo(2);
    }

    /** A drive that coalesces otherwise than its journal says decides otherwise; one that was killed is open. */
    @ParameterizedTest
    @CsvSource({ "1, true, 7", "4, false, 4", "4, true, 0" })
    void shouldSayWhereTheModelDecidesOtherwise(final int threshold, final boolean isEnded, final int exit)
        throws IOException
    {
        final Map<String, String> device = Map.of(RunConfiguration.DEVICE,
            "nvme queues=2 kind=io service=20us parallel=4 coalesce.threshold=" + threshold +
            " coalesce.time=100us");
        try (DeviceJournal journal = DeviceJournal.create(journal(),
            new RunConfiguration("test", MachineConfig.DEFAULT, 1, device), text -> assertThat(text).isEmpty()))
        {
            for (int slot = 0; slot < 8; slot++)
            {
                journal.at(1_000_000 + slot);
                journal.stamp(0, (long)slot << 32 | 1);
            }
            journal.at(9_000_000);
            for (int queue = 0; isEnded && queue < 2; queue++)
            {
                journal.stamp(5, 5L << 60 | (long)queue << 32 | (queue == 1 ? 2 : 0));
            }
        }

        assertThat(run("journal", "model", journal().toString())).as(out.toString()).isEqualTo(exit);
        assertThat(out.toString()).contains(exit == 7 ? "decides otherwise" : exit == 4 ? "no end of a run" : "equal");
    }

    @Test
    void shouldKeepMessagesThatAreLongerThanAFrame() throws IOException
    {
        final Random random = new Random(1);
        sent = new ArrayList<>();
        try (DeviceJournal journal = DeviceJournal.create(
            journal(), ServedDrive.CONFIGURATION, text -> assertThat(text).isEmpty()))
        {
            for (final int length : new int[]{ 100, 262_000, 1, 900_000, 262_144, 70_003 })
            {
                final byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                journal.at(length);
                journal.message(ByteBuffer.wrap(bytes), 3);
                journal.interrupt(length);
                sent.add(HexFormat.of().formatHex(bytes));
            }
            assertThat(journal.isWhole()).isTrue();
        }

        assertThat(records("MESSAGE")).extracting(record -> record[2]).containsExactlyElementsOf(sent);
        assertThat(records("MESSAGE")).allMatch(record -> record[1].equals(
            Integer.toString(record[2].length() / 2)) && record[0].equals("3"));
        assertThat(records("INTERRUPT")).extracting(record -> record[0])
            .containsExactly("100", "262000", "1", "900000", "262144", "70003");
    }

    @Test
    void shouldKeepTheFrameInHandWhileOthersWaitForTheDisk() throws IOException
    {
        try (DeviceJournal journal = DeviceJournal.create(
            journal(), ServedDrive.CONFIGURATION, text -> assertThat(text).isEmpty()))
        {
            final ByteBuffer bytes = ByteBuffer.allocate(262_000);
            for (int i = 0; i < 50; i++)
            {
                journal.message(bytes.clear(), 0);
                journal.interrupt(i);
            }
        }

        assertThat(records("INTERRUPT")).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = { "replay %s", "inspect %s regs", "storm --resume %s", "journal describe --job %s",
        "replay %s --step", "replay %s --bisect lpi5.pending" })
    void shouldRefuseToTakeItForAStorm(final String line) throws IOException, InterruptedException
    {
        serve();

        assertThat(run(String.format(line, journal()).split(" "))).isEqualTo(2);
        assertThat(out.toString()).contains("device");
    }

    @Test
    void shouldFindWhereItWasTruncated() throws IOException, InterruptedException
    {
        serve();
        try (Stream<Path> files = Files.walk(journal()))
        {
            final Path segment = files.filter(file -> file.getFileName().toString().endsWith(".cq4"))
                .findFirst().orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw"))
            {
                file.setLength(20_000);
            }
        }

        assertThat(run("journal", "verify", journal().toString())).isEqualTo(6);
    }

    @Test
    void shouldBeginNoJournalWhereFilesAre() throws IOException, InterruptedException
    {
        Files.createDirectory(journal());
        Files.writeString(journal().resolve("mine"), "");

        final int exit = run("device", "device-nvme.yaml", "--nvme", "--socket", directory.resolve("s").toString(),
            "--wait", "50ms", "--journal", journal().toString());

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).contains("not empty");
        assertThat(directory.resolve("s")).doesNotExist();
    }

    @Test
    void shouldRecordTheJobOfTheDevice() throws IOException, InterruptedException
    {
        final int exit = run("device", "device-nvme.yaml", "--nvme", "--socket", directory.resolve("s").toString(),
            "--wait", "50ms", "--journal", journal().toString());

        assertThat(exit).isEqualTo(4);
        assertThat(run("journal", "describe", journal().toString())).isZero();
        assertThat(out.toString()).contains("nvme queues=4 kind=io", "service={lognormal: {median: 80us, sigma: 0.4}}");
    }
}
