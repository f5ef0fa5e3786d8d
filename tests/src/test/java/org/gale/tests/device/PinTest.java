package org.gale.tests.device;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.nvme.NvmeResult.NvmeFigure;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Level pin of a drive in place of vectors: raised, held back, unmasked by the client. */
class PinTest
{
    private static final int PIN = 0;
    private static final int UNMASK = 0x11;
    private static final int MASK = 0x09;
    private static final int EINVAL = 22;
    private static final long DATA = NvmeGuest.BASE + 0x80000;
    private static final long SETTLE_NS = 5_000_000_000L;

    @TempDir
    private Path directory;

    private DeviceClient client;
    private NvmeGuest guest;
    private ServedDrive drive;

    /** Act of a guest whose drive has a pin, and whose first I/O queue is there. */
    @FunctionalInterface
    private interface Act
    {
        void run() throws IOException;
    }

    private void serve(final String top, final long settleNs, final Act act) throws IOException
    {
        try (ServedDrive served = new ServedDrive(
            directory, ServedDrive.job(top, "pin: A, ", "service: 1us"), settleNs, 1, null);
            DeviceClient attached = new DeviceClient(served.path());
            NvmeGuest own = new NvmeGuest(attached, directory))
        {
            drive = served;
            client = attached;
            guest = own;
            guest.startByPin();
            guest.create(1);
            client.setIrqs(UNMASK, PIN, 0, 1);
            interrupts();
            act.run();
            client.leave();
            drive.awaitEnd();
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private long interrupts()
    {
        return guest.events(0).take();
    }

    private void submit() throws IOException
    {
        guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
    }

    /** Waits until the device has done what came before, which a read of a register shows. */
    private void completeOne() throws IOException
    {
        submit();
        assertThat(guest.peek(1)).isZero();
        guest.status();
    }

    private void unmask() throws IOException
    {
        assertThat(client.setIrqs(UNMASK, PIN, 0, 1)).isZero();
    }

    @Test
    void shouldHaveAPinInPlaceOfVectors() throws IOException
    {
        serve("", SETTLE_NS, () ->
        {
            assertThat(irqInfo(PIN)).isEqualTo(7L << 32 | 1);
            assertThat(irqInfo(2)).isZero();
            assertThat(client.read(DeviceClient.CONFIG, 0x3d, 1).get(0)).isEqualTo((byte)1);
            assertThat(client.read(DeviceClient.CONFIG, 0x34, 1).get(0)).isZero();
            assertThat(client.read(DeviceClient.CONFIG, 0x06, 2).getShort(0) & 0x10).isZero();
        });
    }

    /** Returns the flags of an interrupt in the upper half, and their number in the lower one. */
    private long irqInfo(final int index) throws IOException
    {
        final ByteBuffer info = client.call(
            DeviceClient.GET_IRQ_INFO, 16, message -> message.putInt(16).putInt(0).putInt(index).putInt(0));

        return (long)info.getInt(4) << 32 | info.getInt(12);
    }

    @Test
    void shouldHoldTheLevelBackUntilTheClientUnmasksIt() throws IOException
    {
        serve("", SETTLE_NS, () ->
        {
            completeOne();
            assertThat(interrupts()).isEqualTo(1);
            submit();
            guest.status();
            assertThat(interrupts()).as("held back").isZero();
            assertThat(guest.isNextPosted(1)).as("not while the level is high").isFalse();
            unmask();
            assertThat(interrupts()).as("the level is still high").isEqualTo(1);
            assertThat(guest.isNextPosted(1)).isFalse();
            guest.complete(1);
            guest.complete(1);
            unmask();
            assertThat(interrupts()).as("it is low").isZero();
            completeOne();
            guest.complete(1);
            guest.status();
            assertThat(interrupts()).as("not taken, and taken back").isZero();
            completeOne();
            assertThat(interrupts()).isEqualTo(1);
            guest.complete(1);
        });
        assertThat(drive.outcome()).isEqualTo(Outcome.OK);
        assertThat(drive.counts().again()).isPositive();
        assertThat(drive.counts().takenBack()).isPositive();
        assertThat(drive.result().accounts().get(1).consumed()).isEqualTo(4);
        assertThat(drive.result().differing()).isZero();
    }

    @Test
    void shouldEndALevelThatAClientIsLeftWithByAnEvent() throws IOException
    {
        serve("", SETTLE_NS, () ->
        {
            guest.submit(0, NvmeGuest.entry(0x0c, 0x100, 0));
            completeOne();
            assertThat(interrupts()).as("taken").isEqualTo(1);
            assertThat(guest.isPosted(0)).isFalse();
            guest.complete(1);                                      // and the client has raised it behind this
            assertThat(guest.complete(0)).as("the event").isZero();
            unmask();
            completeOne();
            assertThat(interrupts()).as("the next raise").isEqualTo(1);
            guest.complete(1);
        });
        assertThat(drive.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void shouldCountARaiseBehindALoweringAsOneOfItsOwn() throws IOException
    {
        final long[] before = new long[1];
        serve("", SETTLE_NS, () ->
        {
            for (int i = 0; i < 10; i++)
            {
                completeOne();
                before[0] += interrupts();
                guest.complete(1);
                unmask();
            }
        });

        assertThat(before[0]).isEqualTo(10);
        assertThat(drive.counts().raises()).isGreaterThanOrEqualTo(10);
        assertThat(drive.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void shouldTakeTheEventfdByWhichAClientResamples() throws IOException
    {
        serve("", SETTLE_NS, () ->
        {
            try (EventCounter resample = new EventCounter())
            {
                assertThat(client.setIrqs(0x14, PIN, 0, 1, resample.handle())).isZero();
                completeOne();
                assertThat(interrupts()).isEqualTo(1);
                resample.add(1);
                Await.until(() -> interrupts() == 1, Duration.ofSeconds(10), "the level, which is still high");
                guest.complete(1);
                resample.add(1);
                completeOne();
                Await.until(() -> interrupts() == 1, Duration.ofSeconds(10), "the next raise");
                guest.complete(1);
                assertThat(resample.take()).as("it is looked at, and never read").isEqualTo(2);
            }
        });
        assertThat(drive.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void shouldWaitForAClientThatMasksThePin() throws IOException
    {
        serve("", SETTLE_NS, () ->
        {
            assertThat(client.setIrqs(MASK, PIN, 0, 1)).isZero();
            completeOne();
            assertThat(interrupts()).isZero();
            unmask();
            assertThat(interrupts()).isEqualTo(1);
            guest.complete(1);
        });
        assertThat(drive.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void shouldWriteNothingWhileTheGuestDisablesThePin() throws IOException
    {
        serve("", SETTLE_NS, () ->
        {
            command(0x400);
            completeOne();
            assertThat(interrupts()).isZero();
            guest.complete(1);
            completeOne();
            command(0);
            guest.complete(1);
            completeOne();
            assertThat(client.read(DeviceClient.CONFIG, 0x06, 2).getShort(0) & 8).as("shown").isEqualTo(8);
            assertThat(interrupts()).isEqualTo(1);
            guest.complete(1);
            assertThat(client.read(DeviceClient.CONFIG, 0x06, 2).getShort(0) & 8).isZero();
        });
        assertThat(drive.result().accounts().get(1).polled()).isEqualTo(2);
        assertThat(drive.result().accounts().get(1).consumed()).isEqualTo(1);
    }

    private void command(final int value) throws IOException
    {
        client.call(DeviceClient.REGION_WRITE, 18, message -> message.putLong(4).putInt(DeviceClient.CONFIG)
            .putInt(2).putShort((short)value));
    }

    @Test
    void shouldWriteNothingWhileTheGuestMasksTheInterrupt() throws IOException
    {
        serve("", SETTLE_NS, () ->
        {
            client.write(0, 0x0c, 1);
            completeOne();
            assertThat(interrupts()).isZero();
            assertThat(client.read(0, 0x0c, 4).getInt(0)).isEqualTo(1);
            client.write(0, 0x10, 1);
            assertThat(interrupts()).isEqualTo(1);
            guest.complete(1);
        });
        assertThat(drive.outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void shouldLowerThePinByAReset() throws IOException
    {
        serve("", SETTLE_NS, () ->
        {
            completeOne();
            assertThat(interrupts()).isEqualTo(1);
            guest.disable();
            unmask();
            assertThat(interrupts()).isZero();
        });
        assertThat(drive.result().accounts().get(1).dropped()).isEqualTo(1);
    }

    @Test
    void shouldFindARaiseThatAGuestWhichIsAliveDoesNotLookAt() throws IOException
    {
        serve("count: 1\n", 200_000_000L, () ->
        {
            completeOne();
            for (int i = 0; i < 8; i++)
            {
                final long untilNs = System.nanoTime() + 50_000_000;
                Await.until(() -> System.nanoTime() > untilNs, Duration.ofSeconds(2), "50 ms");
                guest.status();
            }
            drive.awaitLine("answering until the client goes");
        });
        assertThat(drive.outcome()).isEqualTo(Outcome.INVARIANT_BROKEN);
        assertThat(drive.result().sum(NvmeFigure.LOST)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({ "0x24, 0, 1, 1", "0x24, 0, 0, 2", "0x11, 0, 0, 0", "0x11, 0, 0, 2", "0x11, 2, 0, 1", "0x12, 0, 0, 1",
        "0x21, 0, 0, 1", "0x24, 2, 0, 1", "0x39, 0, 0, 1" })
    void shouldRefuseWhatAPinHasNot(final String flags, final int index, final int start, final int count)
        throws IOException
    {
        serve("", SETTLE_NS, () ->
            assertThat(client.setIrqs(Integer.decode(flags), index, start, count)).isEqualTo(EINVAL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "storm | io, service: 1us | 4 | only a device of a real VM has a pin",
        "device | closed | 2 | pin: is one interrupt (write events: 1)" })
    void shouldRefuseJobsThatCannotHaveAPin(
        final String command, final String traffic, final int events, final String message) throws IOException
    {
        final Path job = directory.resolve("job.yaml");
        Files.writeString(job, "job: j\nvms: [{name: vm, count: 1, devices: [{name: d, count: 1, pin: A, events: " +
            events + ", traffic: {kind: " + traffic + "}}]}]\n");
        final StringWriter out = new StringWriter();

        assertThat(GaleRun.of(out, out, command, job.toString(), command.equals("storm") ? "--count=1" :
            "--socket=" + directory.resolve("s"))).isEqualTo(2);
        assertThat(out.toString()).contains(message);
    }
}
