package org.gale.tests.device;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.nvme.NvmeResult;
import org.gale.engine.storm.scenario.JobException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Drives with a deliberate mistake, whose guest is alive: each act is counted, and its loss is found. */
@Tag("P1")
class WrongDriveTest
{
    private static final long DATA = NvmeGuest.BASE + 0x80000;
    private static final String COALESCING = "service: 1us, coalesce: {threshold: 4, time: 100us}";

    @TempDir
    private Path directory;

    private NvmeResult run(final String traffic, final int seed, final Requests requests)
        throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "seed: " + seed + "\n", traffic, 200_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            requests.submit(guest);
            client.leave();
            drive.awaitEnd();

            return drive.result();
        }
    }

    /** Requests of a guest. */
    @FunctionalInterface
    private interface Requests
    {
        void submit(NvmeGuest guest) throws IOException, InterruptedException;
    }

    private static void single(final NvmeGuest guest) throws IOException, InterruptedException
    {
        for (int i = 0; i < 3; i++)                                 // each waits for the timer of coalescing
        {
            guest.submit(1, guest.transfer(true, i, 1, DATA, 0));
            guest.peek(1);
            guest.consume(1);
        }
    }

    @Test
    void shouldTellThatATimerOfCoalescingWasNotSetAgain() throws IOException, InterruptedException
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            final NvmeResult wrong = run(COALESCING + ", device: timer-once", seed, WrongDriveTest::single);

            assertThat(wrong.wrong().acted()).isEqualTo(1);         // the second one of a queue
            assertThat(wrong.outcome()).isEqualTo(Outcome.INVARIANT_BROKEN);
            assertThat(wrong.differing()).isEqualTo(1);
            assertThat(wrong.broken()).contains("other interrupts than the model decides on");

            final NvmeResult right = run(COALESCING + ", device: right", seed, WrongDriveTest::single);

            assertThat(right.wrong().mistake()).isNull();
            assertThat(right.wrong().acted()).isZero();
            assertThat(right.differing()).isZero();
            assertThat(right.outcome()).isEqualTo(Outcome.OK);
        }
    }

    /** Tests doorbells one step before, at and after the end of the time in which a drive forgets them. */
    @ParameterizedTest
    @CsvSource({"enable-last, 99999, true", "enable-last, 100000, false", "enable-last, 100001, false",
        "right, 0, false"})
    void shouldTellThatADoorbellWasForgotten(final String device, final long afterNs, final boolean isForgotten)
        throws IOException, InterruptedException
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            final AtomicLong clock = new AtomicLong(1);
            try (ServedDrive drive = new ServedDrive(directory, ServedDrive.job("seed: " + seed + "\n",
                "service: 1us, device: " + device), 200_000_000L, 1, null, clock::get);
                DeviceClient client = new DeviceClient(drive.path());
                NvmeGuest guest = new NvmeGuest(client, directory))
            {
                guest.start();
                guest.create(1);
                guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
                guest.status();                                     // the drive has fetched the command
                clock.addAndGet(1_000);
                guest.peek(1);
                guest.consume(1);
                clock.addAndGet(afterNs);
                guest.submit(1, guest.transfer(true, 1, 1, DATA, 0));
                guest.status();
                clock.addAndGet(1_000);
                if (!isForgotten)
                {
                    guest.complete(1);
                }
                client.leave();
                drive.awaitEnd();

                final NvmeResult result = drive.result();
                assertThat(result.wrong().acted()).isEqualTo(isForgotten ? 1 : 0);
                assertThat(result.wrong().lost()).isEqualTo(isForgotten ? 1 : 0);
                assertThat(result.outcome()).isEqualTo(isForgotten ? Outcome.INVARIANT_BROKEN :
                    device.equals("right") ? Outcome.OK : Outcome.SKIPPED);
                assertThat(result.broken()).isEqualTo(
                    isForgotten ? "lost: queue 1, doorbell at 0.1 ms, 1 not fetched" : null);
            }
        }
    }

    /** Tests that a mistake without a chance to act leaves the proof open. */
    @Test
    void shouldSayThatAMistakeNeverActed() throws IOException, InterruptedException
    {
        final NvmeResult result = run("service: 1us, device: timer-once", 1, WrongDriveTest::single);

        assertThat(result.wrong().isIdle()).isTrue();
        assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "device: phase-first | traffic.device=phase-first: a drive writes an entry and its interrupt in one step",
        "device: interrupt-first | traffic.device=interrupt-first: a drive writes an entry and its interrupt",
        "driver: skip-entry | the driver is that of the guest"})
    void shouldRefuseWhatADriveCannotDo(final String key, final String reason)
    {
        assertThatThrownBy(() -> ServedDrive.job("", "service: 1us, " + key)).isInstanceOf(JobException.class)
            .hasMessageContaining(reason);
    }
}
