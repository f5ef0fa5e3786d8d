package org.gale.tests.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.nvme.NvmeResult;
import org.gale.engine.device.nvme.NvmeResult.NvmeFigure;
import org.gale.engine.storm.scenario.JobException;
import org.gale.tests.support.Await;
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

    /** Serves a drive by a clock of the test to a guest that has one completion on the way, and ends. */
    private NvmeResult runByClock(final String traffic, final int seed, final Steps steps)
        throws IOException, InterruptedException
    {
        final AtomicLong clock = new AtomicLong(1);
        try (ServedDrive drive = new ServedDrive(directory, ServedDrive.job("seed: " + seed + "\n",
            "service: 1us, " + traffic), 200_000_000L, 1, null, clock::get);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            guest.status();                                         // the drive has fetched the command
            clock.addAndGet(1_000);
            Await.until(() -> guest.events(1).take() == 1, Duration.ofSeconds(20), "an interrupt");
            steps.go(guest, clock);
            client.leave();
            drive.awaitEnd();

            return drive.result();
        }
    }

    /** Steps of a guest after its interrupt. */
    @FunctionalInterface
    private interface Steps
    {
        void go(NvmeGuest guest, AtomicLong clock) throws IOException;
    }

    /** Returns the submission queue that the oldest completion names, as a driver reads it. */
    private static int named(final NvmeGuest guest)
    {
        try
        {
            return guest.read(NvmeGuest.completions(1), 16).getShort(10);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Tests a guest that consumes an entry one step before, and after, the drive has written all of it. */
    @ParameterizedTest
    @CsvSource({"phase-first, 0, true", "phase-first, 9999999, true", "phase-first, 10000000, false",
        "right, 0, false"})
    void shouldTellThatAPhaseCameBeforeItsEntry(final String device, final long afterNs, final boolean isEarly)
        throws IOException, InterruptedException
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            final NvmeResult result = runByClock("device: " + device, seed, (guest, clock) ->
            {
                assertThat(guest.isPosted(1)).isTrue();
                assertThat(named(guest)).isEqualTo(device.equals("right") ? 1 : 0);
                clock.addAndGet(afterNs);
                guest.status();
                if (!isEarly)
                {
                    Await.until(() -> named(guest) == 1, Duration.ofSeconds(20), "the other words");
                }
                assertThat(named(guest)).isEqualTo(isEarly ? 0 : 1);    // what a driver takes
                guest.consume(1);
            });

            assertThat(result.wrong().acted()).isEqualTo(isEarly ? 1 : 0);
            assertThat(result.wrong().invented()).isEqualTo(isEarly ? 1 : 0);
            assertThat(result.outcome()).isEqualTo(isEarly ? Outcome.INVARIANT_BROKEN :
                device.equals("right") ? Outcome.OK : Outcome.SKIPPED);
            assertThat(result.broken()).isEqualTo(!isEarly ? null : String.format(Locale.ROOT,
                "invented: queue 1, completion consumed at %.1f ms, before it was written", afterNs / 1e6));
        }
    }

    /** Tests a guest that handles its interrupt at once, and one that checks its queue without one. */
    @ParameterizedTest
    @CsvSource({"interrupt-first, false", "interrupt-first, true", "right, false"})
    void shouldTellThatAnInterruptCameBeforeItsEntry(final String device, final boolean isPolling)
        throws IOException, InterruptedException
    {
        final boolean isWrong = !device.equals("right");
        for (int seed = 1; seed <= 5; seed++)
        {
            final NvmeResult result = runByClock("device: " + device, seed, (guest, clock) ->
            {
                final boolean isHandled = guest.isPosted(1);
                assertThat(isHandled).isEqualTo(!isWrong);
                if (isHandled)
                {
                    guest.consume(1);
                }
                clock.addAndGet(9_999_999);
                guest.status();
                assertThat(guest.isPosted(1)).isFalse();
                clock.addAndGet(1);
                guest.status();
                if (isWrong)
                {
                    guest.peek(1);
                    assertThat(named(guest)).isEqualTo(1);
                }
                if (isPolling)
                {
                    guest.consume(1);
                }
                clock.addAndGet(200_000_000);
                guest.status();
                assertThat(guest.events(1).take()).as("more interrupts").isZero();
            });

            final boolean isLost = isWrong && !isPolling;
            assertThat(result.wrong().acted()).isEqualTo(isWrong ? 1 : 0);
            assertThat(result.wrong().invented()).isZero();
            assertThat(result.sum(NvmeFigure.LOST)).isEqualTo(isLost ? 1 : 0);
            assertThat(result.outcome()).isEqualTo(isLost ? Outcome.INVARIANT_BROKEN : Outcome.OK);
            assertThat(result.accounts().get(1).named()).isEqualTo(isLost ?
                List.of("lost: queue 1, interrupt at 0.0 ms, not consumed 210.0 ms later") : List.of());
        }
    }

    /** Tests that a drive that goes on writes no entry of a queue which is deleted, or reset. */
    @ParameterizedTest
    @CsvSource({"phase-first, true", "phase-first, false", "interrupt-first, true", "interrupt-first, false"})
    void shouldWriteNoEntryOfAQueueThatIsGone(final String device, final boolean isReset)
        throws IOException, InterruptedException
    {
        final NvmeResult result = runByClock("device: " + device, 1, (guest, clock) ->
        {
            if (isReset)
            {
                guest.disable();
            }
            else
            {
                assertThat(guest.admin(0, 0, 1, 0)).isZero();
                assertThat(guest.admin(4, 0, 1, 0)).isZero();
            }
            clock.addAndGet(20_000_000);
            guest.status();
            guest.status();
            assertThat(named(guest)).isZero();
        });

        assertThat(result.accounts().get(1).dropped()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "pin: A,| device: interrupt-first | traffic.device=interrupt-first: a pin is high until the completion is",
        "''| driver: skip-entry | the driver is that of the guest"})
    void shouldRefuseWhatADriveCannotDo(final String more, final String key, final String reason)
    {
        assertThatThrownBy(() -> ServedDrive.job("", more, "service: 1us, " + key)).isInstanceOf(JobException.class)
            .hasMessageContaining(reason);
    }
}
