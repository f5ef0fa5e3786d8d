package org.gale.tests.device;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.msix.MessageLoop;
import org.gale.engine.device.nvme.NvmeResult.NvmeFigure;
import org.gale.engine.device.proof.VectorProof;
import org.gale.engine.storm.scenario.OpenStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Linux below QEMU, without KVM, as the guest of a drive. Runs where {@code tests/src/test/qemu/guest.sh} has made the
 * guest. Counts and order are judged, never times.
 */
@Tag("guest")
@Tag("slow")
class GuestTest
{
    private static final String SETTLED = "20s";
    private static final long SETTLE_NS = 20_000_000_000L;
    private static final long LIMIT_S = 100;
    private static final Path GUEST = guest();
    /** Guest whose kernel knows GICv5: {@code guest.sh DIR arm64 backports}. */
    private static final Path GICV5_GUEST = GUEST.resolveSibling("guest5");
    private static final List<String> GICV3 = List.of("-M", "virt,gic-version=3,its=on", "-cpu", "cortex-a57");
    private static final List<String> GICV5 = List.of("-M", "virt,gic-version=x-5", "-cpu", "max,pauth-impdef=on");

    @TempDir
    private Path directory;

    private static Path guest()
    {
        final String given = System.getenv("GALE_GUEST");
        final String cache = System.getenv("XDG_CACHE_HOME");

        return given != null ? Path.of(given) : (cache != null ? Path.of(cache) :
            Path.of(System.getProperty("user.home"), ".cache")).resolve("gale/guest");
    }

    @BeforeEach
    void needAGuest()
    {
        assumeTrue(Files.exists(GUEST.resolve("initramfs-arm64.gz")), GUEST + " has no guest of arm64");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', value = {
        "service: 20us | nvme,100,2 | true",
        "service: 20us, coalesce: {threshold: 4, time: 200us} | nvme,100,2,reset | false" })
    void shouldProveTheInterruptsOfADriveOfLinux(final String traffic, final String words, final boolean isOne)
        throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", traffic, SETTLE_NS, 1))
        {
            final List<String> said = boot(drive.path(), words);

            assertThat(said).contains("guest: done", "guest: polled 0", "guest: timeouts 0");
            assertThat(said).noneMatch(line -> line.contains("differs"));
            assertThat(drive.awaitEnd()).as(SETTLED + " is long enough").isEqualTo(Outcome.OK);
            assertThat(drive.result().drive().requests()).isGreaterThan(800);
            if (isOne)
            {
                final long interrupts = drive.result().sum(NvmeFigure.INTERRUPTS) -
                    drive.result().accounts().get(0).interrupts();
                assertThat(interrupts).isEqualTo(drive.result().drive().requests());
                assertThat(counted(said)).isPositive().isLessThanOrEqualTo(interrupts);     // two at once may merge
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "service: 20us", "service: 20us, coalesce: {threshold: 4, time: 200us}" })
    void shouldProveTheInterruptsOfADriveByItsPinOnAGicv5(final String traffic)
        throws IOException, InterruptedException
    {
        assumeTrue(Files.exists(GICV5_GUEST.resolve("initramfs-arm64.gz")), GICV5_GUEST + " has no guest of arm64");
        try (ServedDrive drive = new ServedDrive(
            directory, ServedDrive.job("", "pin: A, ", traffic), SETTLE_NS, 1, null))
        {
            final List<String> said = boot(GICV5_GUEST, GICV5, drive.path(), "nvme,100,2,reset");

            assertThat(said).contains("guest: done", "guest: polled 0", "guest: timeouts 0");
            assertThat(said).anyMatch(line -> line.contains("GICv5-SPI") && line.contains("Level"));
            assertThat(said).noneMatch(line -> line.contains("differs") || line.contains("nobody cared"));
            assertThat(drive.awaitEnd()).as(SETTLED + " is long enough").isEqualTo(Outcome.OK);
            assertThat(drive.result().drive().requests()).isGreaterThan(800);
            assertThat(drive.counts().raises()).isPositive();
        }
    }

    private static long counted(final List<String> said)
    {
        final String line = "guest: interrupts ";

        return said.stream().filter(text -> text.startsWith(line))
            .mapToLong(text -> Long.parseLong(text.substring(line.length()))).findFirst().orElse(0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "msix,10000,mask,move" })
    void shouldProveTheMessagesOfAClosedLoop(final String words) throws IOException, InterruptedException
    {
        final Path socket = directory.resolve("s");
        try (ServedLoop served = new ServedLoop(socket, ServedLoop.closed(64, 64, 1, SETTLE_NS, 0), 10_000))
        {
            final List<String> said = boot(socket, words, "-device", "virtio-iommu-pci,addr=04.0");

            assertThat(said).contains("guest: galedev 0");
            assertThat(said).anyMatch(
                line -> line.contains("handled 10000, ") && line.endsWith(" 0 read back otherwise"));
            assertThat(served.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(served.result().sent()).isEqualTo(10_000);
            assertThat(served.result().vectors())
                .allMatch(vector -> vector.sent() == vector.handled() && vector.sent() == vector.looked());
        }
    }

    @ParameterizedTest(name = "{0}, one of {1} left out")
    @CsvSource(delimiter = '|', value = { "msix,0,mask,function,move,reset | 0", "msix,0,mask | 200" })
    void shouldProveTheLastMessageOfEachBurstOfAnOpenLoop(final String words, final long dropEach)
        throws IOException, InterruptedException
    {
        final Path socket = directory.resolve("s");
        final MessageLoop loop = new MessageLoop(
            64, 0, new OpenStream(200, true), 3, 1, dropEach == 0 ? SETTLE_NS : SETTLE_NS / 4, dropEach, false);
        try (ServedLoop served = new ServedLoop(socket, loop, 2_000))
        {
            final List<String> said = boot(socket, words, "-device", "virtio-iommu-pci,addr=04.0");

            assertThat(said).contains("guest: galedev 0");
            assertThat(served.awaitEnd()).as(served.told())
                .isEqualTo(dropEach == 0 ? Outcome.OK : Outcome.INVARIANT_BROKEN);
            assertThat(served.result().sent()).isGreaterThanOrEqualTo(2_000);
            assertThat(served.result().vectors()).allMatch(VectorProof::isKept);
            assertThat(served.result().leftOut().found()).isEqualTo(served.result().sum(VectorProof::repairs));
            assertThat(served.result().sum(VectorProof::single)).isGreaterThan(100);
            assertThat(served.result().resets() > 0).isEqualTo(words.endsWith("reset"));
        }
    }

    private List<String> boot(final Path socket, final String words, final String... more)
        throws IOException, InterruptedException
    {
        return boot(GUEST, GICV3, socket, words, more);
    }

    private List<String> boot(
        final Path guest, final List<String> machine, final Path socket, final String words, final String... more)
        throws IOException, InterruptedException
    {
        final Path console = directory.resolve("console");
        final List<String> command = new ArrayList<>(List.of("nice", guest.resolve("bin/qemu").toString(), "arm64"));
        command.addAll(machine);
        command.addAll(List.of("-smp", "2", "-m", "512M", "-accel", "tcg,thread=multi",
            "-object", "memory-backend-memfd,id=m,size=512M,share=on", "-machine", "memory-backend=m",
            "-display", "none", "-nodefaults", "-serial", "stdio", "-monitor", "none",
            "-no-reboot", "-kernel", guest.resolve("Image-arm64").toString(),
            "-initrd", guest.resolve("initramfs-arm64.gz").toString(),
            "-append", "console=ttyAMA0 loglevel=4 guest=" + words,
            "-device", "{\"driver\":\"vfio-user-pci\",\"addr\":\"05.0\",\"x-msg-timeout\":60000," +
            "\"socket\":{\"type\":\"unix\",\"path\":\"" + socket + "\"}}"));
        command.addAll(command.size() - 2, List.of(more));
        final Process qemu = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectInput(new File("/dev/null")).redirectOutput(console.toFile()).start();
        try
        {
            assertThat(qemu.waitFor(LIMIT_S, TimeUnit.SECONDS)).as(Files.readString(console)).isTrue();
        }
        finally
        {
            qemu.destroyForcibly();
        }

        return Files.readAllLines(console);
    }
}
