package org.gale.tests.device;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.msix.MessageLoop;
import org.gale.engine.device.proof.VectorProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages by a level pin in a closed loop: each is a raise, and interrupts of the same raise are not judged. */
class PinLoopTest
{
    @TempDir
    private Path directory;

    private ServedLoop served;

    private void serve(final MessageLoop loop, final int count) throws IOException, InterruptedException
    {
        try (ServedLoop loops = new ServedLoop(directory.resolve("s"), loop, count);
            DeviceClient client = new DeviceClient(directory.resolve("s"));
            MsixGuest guest = new MsixGuest(client, 1))
        {
            served = loops;
            guest.startByPin();
            while (!served.hasReport())
            {
                guest.handlePin();
            }
            client.leave();
            served.awaitEnd();
        }
    }

    @Test
    void shouldProveEachRaiseAndCountInterruptsOfTheSameOne() throws IOException, InterruptedException
    {
        serve(ServedLoop.byPin(5_000_000_000L, 0), 500);

        final VectorProof proof = served.result().vectors().get(0);
        assertThat(served.awaitEnd()).isEqualTo(Outcome.OK);
        assertThat(proof.sent()).isEqualTo(500).isEqualTo(proof.looked()).isEqualTo(proof.handled());
        assertThat(served.counts().raises()).isEqualTo(500);
        assertThat(served.counts().again()).as("the read of a register unmasks it").isGreaterThan(400);
    }

    @Test
    void shouldFindEachRaiseThatWasLeftOut() throws IOException, InterruptedException
    {
        serve(ServedLoop.byPin(1_000_000_000L, 100), 300);

        final VectorProof proof = served.result().vectors().get(0);
        assertThat(served.awaitEnd()).isEqualTo(Outcome.INVARIANT_BROKEN);
        assertThat(served.result().injected()).isEqualTo(3);
        assertThat(proof.lost()).isEqualTo(3);
        assertThat(proof.isKept()).isTrue();
        assertThat(proof.named()).anyMatch(line -> line.startsWith("lost: vector 0"));
    }
}
