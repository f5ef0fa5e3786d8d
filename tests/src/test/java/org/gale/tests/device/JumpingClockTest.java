package org.gale.tests.device;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.gale.engine.config.Outcome;
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

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = { 3_600_000_000_000L, -2_000_000L, -3_600_000_000_000L })
    void shouldServeAllRequestsBesideAClockThatJumps(final long jumpNs) throws IOException, InterruptedException
    {
        final AtomicLong beside = new AtomicLong();
        final ServedDrive drive = new ServedDrive(directory, ServedDrive.job("", TRAFFIC), SETTLE_NS, 1, null,
            () -> System.nanoTime() + beside.get());
        try (DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            for (int i = 0; i < 40; i++)
            {
                guest.submit(1, guest.transfer(i % 2 == 0, i, 1, DATA, 0));
                beside.addAndGet(i % 10 == 5 ? jumpNs : 0);
                assertThat(guest.complete(1)).isZero();
            }
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().differing()).isZero();
        }
        finally
        {
            drive.close();
        }
    }
}
