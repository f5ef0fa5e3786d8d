package org.gale.tests.device;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.nvme.NvmeResult;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests of a drive whose clock jumps while requests are under way: nothing is lost, and nothing is blamed on it. */
class JumpingClockTest
{
    private static final String TRAFFIC = "service: 20us, coalesce: {threshold: 3, time: 200us}";
    private static final long DATA = NvmeGuest.BASE + 0x80000;
    private static final long SETTLE_NS = 5_000_000_000L;
    private static final int JUMPS = 4;

    @TempDir
    private Path directory;

    /** A jump between two requests: nobody waits, so nothing can be late. */
    @ParameterizedTest
    @ValueSource(longs = { 3_600_000_000_000L, -2_000_000L, -3_600_000_000_000L })
    void shouldHoldWhenTheClockJumpsBetweenRequests(final long jumpNs) throws IOException, InterruptedException
    {
        final NvmeResult result = serve(jumpNs, false);

        assertThat(result.outcome()).isEqualTo(Outcome.OK);
        assertThat(result.sum(NvmeResult.NvmeFigure.LATE)).isZero();
    }

    /** A jump while one waits: an hour between interrupt and look is late, and the proof stays open, never broken. */
    @ParameterizedTest
    @ValueSource(longs = { 3_600_000_000_000L, -2_000_000L, -3_600_000_000_000L })
    void shouldLoseNothingWhenTheClockJumpsDuringRequests(final long jumpNs) throws IOException, InterruptedException
    {
        final NvmeResult result = serve(jumpNs, true);
        final long late = result.sum(NvmeResult.NvmeFigure.LATE);

        assertThat(late).isBetween(0L, jumpNs > SETTLE_NS ? (long)JUMPS : 0L);
        assertThat(result.outcome()).isEqualTo(late > 0 ? Outcome.SKIPPED : Outcome.OK);
    }

    /** Serves forty requests, and compares what every run has to hold. */
    private NvmeResult serve(final long jumpNs, final boolean isDuring) throws IOException, InterruptedException
    {
        final AtomicLong beside = new AtomicLong();
        final ServedDrive drive = new ServedDrive(directory, ServedDrive.job("", TRAFFIC), SETTLE_NS, 1, null,
            () -> System.nanoTime() + beside.get());
        try (DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            for (int i = 0; i < 10 * JUMPS; i++)
            {
                final long jumps = i % 10 == 5 ? jumpNs : 0;
                beside.addAndGet(isDuring ? 0 : jumps);
                guest.submit(1, guest.transfer(i % 2 == 0, i, 1, DATA, 0));
                beside.addAndGet(isDuring ? jumps : 0);
                assertThat(guest.complete(1)).isZero();
            }
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(drive.result().outcome());
            assertThat(drive.result().differing()).isZero();
            assertThat(drive.result().drive().requests()).isEqualTo(10 * JUMPS);
            assertThat(drive.result().sum(NvmeResult.NvmeFigure.LOST)).isZero();
        }
        finally
        {
            drive.close();
        }

        return drive.result();
    }
}
