package org.gale.tests.device;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.msix.MessageLoop;
import org.gale.engine.device.msix.MsixResult;
import org.gale.engine.device.proof.VectorProof;
import org.gale.engine.storm.scenario.OpenStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages of an open loop: what is proved of them, and what becomes of those that are left out. */
class OpenLoopTest
{
    private static final int VECTORS = 8;
    private static final long SETTLE_NS = 2_000_000_000L;

    @TempDir
    private Path directory;
    private Outcome outcome;
    private String told;
    private long allocatedPerReading;

    private MsixResult run(final double perS, final long quiet, final long count, final long dropEach, final int turns)
        throws IOException, InterruptedException
    {
        final MessageLoop loop = new MessageLoop(
            VECTORS, 0, new OpenStream(perS, true), quiet, 1, dropEach == 0 ? 10 * SETTLE_NS : SETTLE_NS, dropEach,
            false);
        try (ServedLoop served = new ServedLoop(directory.resolve("s"), loop, count);
            DeviceClient client = new DeviceClient(directory.resolve("s"));
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            while (!served.hasReport())
            {
                for (int i = 0; i < turns; i++)
                {
                    guest.alive();                                  // a guest that is busy elsewhere
                }
                guest.handleAll();
            }
            client.leave();
            outcome = served.awaitEnd();
            told = served.told();
            allocatedPerReading = served.allocatedPerReading();

            return served.result();
        }
    }

    @Test
    void shouldProveTheLastMessageOfEachBurstAndCountWhatMerges() throws IOException, InterruptedException
    {
        final MsixResult result = run(100_000, 20, 20_000, 0, 100);

        assertThat(outcome).as(told).isEqualTo(Outcome.OK);
        assertThat(result.sent()).isEqualTo(20_000).isEqualTo(result.sum(VectorProof::looked));
        assertThat(result.sum(VectorProof::single)).isBetween(500L, 2_000L);
        assertThat(result.sum(VectorProof::merged)).isPositive();
        assertThat(result.merged()).isPositive();
        assertThat(result.vectors()).allMatch(VectorProof::isKept).allMatch(
            vector -> vector.response().getTotalCount() == vector.looked() - vector.merged());
    }

    @Test
    void shouldSendAtTheRateOfTheJob() throws IOException, InterruptedException
    {
        final long fromNs = System.nanoTime();
        final MsixResult result = run(10_000, 100, 2_000, 0, 0);

        assertThat(System.nanoTime() - fromNs).isGreaterThan(150_000_000L);
        assertThat(result.sent()).isEqualTo(2_000);
        assertThat(outcome).as(told).isEqualTo(Outcome.OK);
    }

    /** The device spins between messages. Garbage of each turn would be collected for 15 ms. */
    @Test
    void shouldMakeLittleGarbageWhileItSpins() throws IOException, InterruptedException
    {
        run(1_000, 100, 2_000, 0, 0);

        assertThat(outcome).as(told).isEqualTo(Outcome.OK);
        assertThat(allocatedPerReading).as("bytes for each look at the clock").isLessThan(48);
    }

    @Test
    void shouldAccountForEachMessageThatWasLeftOutBeforeASilence() throws IOException, InterruptedException
    {
        final MsixResult result = run(1_000, 3, 1_000, 100, 0);
        final VectorProof.LeftOut leftOut = result.leftOut();

        assertThat(outcome).as(told).isEqualTo(Outcome.INVARIANT_BROKEN);
        assertThat(result.injected()).isGreaterThanOrEqualTo(10);
        assertThat(leftOut.found()).isPositive();
        assertThat(leftOut.found() + leftOut.covered()).isBetween(result.injected() / 2, result.injected());
        assertThat(leftOut.dropped()).isZero();
        assertThat(result.sum(VectorProof::repairs)).isEqualTo(leftOut.found());
        assertThat(result.vectors()).allMatch(VectorProof::isKept);
    }
}
