package org.gale.tests.device;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.device.proof.VectorProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages in the closed loop as a guest sees them, and their proof by vector. */
class ClosedLoopTest
{
    private static final int VECTORS = 8;
    private static final long SETTLE_NS = 1_000_000_000;
    private static final int WINDOW = 4;

    @TempDir
    private Path directory;
    private long taken;

    /** A run that ends by itself, and loses nothing, has all time that a busy host may need. */
    private ServedLoop served(final long count, final long dropEach)
    {
        final long settleNs = dropEach == 0 && count != RunLimit.NONE ? 20 * SETTLE_NS : SETTLE_NS;

        return new ServedLoop(
            directory.resolve("s"), ServedLoop.closed(VECTORS, WINDOW, 1, settleNs, dropEach), count);
    }

    private DeviceClient client() throws IOException
    {
        return new DeviceClient(directory.resolve("s"));
    }

    @Test
    void shouldFindThatEachMessageWasHandledAndLookedAt() throws IOException, InterruptedException
    {
        try (ServedLoop served = served(2_000, 0);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            while (!served.hasReport())
            {
                guest.handleAll();
            }
            client.leave();

            final Outcome end = served.awaitEnd();
            assertThat(end).as(served.told()).isEqualTo(Outcome.OK);
            assertThat(served.result().sent()).isEqualTo(2_000);
            for (final VectorProof vector : served.result().vectors())
            {
                assertThat(vector.sent()).isPositive().isEqualTo(vector.looked()).isEqualTo(vector.handled());
            }
        }
    }

    @Test
    void shouldShowNothingWhenNoMessageWasLeftOut() throws IOException, InterruptedException
    {
        try (ServedLoop served = new ServedLoop(directory.resolve("s"),
            ServedLoop.closed(VECTORS, WINDOW, 1, 20 * SETTLE_NS, 1_000), 500);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            while (!served.hasReport())
            {
                guest.handleAll();
            }
            client.leave();

            assertThat(served.awaitEnd()).isEqualTo(Outcome.SKIPPED);
            assertThat(served.result().injected()).isZero();
            assertThat(served.result().isControlOpen()).isTrue();
        }
    }

    @Test
    void shouldFindEachMessageThatWasLeftOut() throws IOException, InterruptedException
    {
        try (ServedLoop served = served(500, 100);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            while (!served.hasReport())
            {
                guest.handleAll();
            }
            client.leave();

            assertThat(served.awaitEnd()).isEqualTo(Outcome.INVARIANT_BROKEN);
            assertThat(served.result().injected()).isEqualTo(5);
            assertThat(served.result().lost()).isEqualTo(5);
            assertThat(served.result().sent()).isEqualTo(505);
            assertThat(served.result().vectors()).allMatch(VectorProof::isKept)
                .anyMatch(vector -> vector.named().stream().anyMatch(line -> line.startsWith("lost: vector ")));
        }
    }

    @Test
    void shouldCallALookAtNothingInvented() throws IOException, InterruptedException
    {
        try (ServedLoop served = served(100, 0);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            while (!served.hasReport())
            {
                guest.handleAll();
            }
            guest.write(3, 4, 1);                                   // after the end: not judged any more
            client.leave();
            assertThat(served.awaitEnd()).isEqualTo(Outcome.OK);
        }
        try (ServedLoop served = served(RunLimit.NONE, 0);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            guest.write(3, 4, 77);
            guest.alive();
            client.read(0, 0, 4);
            client.leave();

            assertThat(served.awaitEnd()).isEqualTo(Outcome.INVARIANT_BROKEN);
            assertThat(served.result().vectors().get(3).invented()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotJudgeAVectorThatIsMaskedNorAGuestThatStandsStill() throws IOException, InterruptedException
    {
        try (ServedLoop served = served(RunLimit.NONE, 0);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            for (int vector = 0; vector < VECTORS; vector++)
            {
                guest.write(vector, MsixGuest.STATE, 2);
            }
            final long untilNs = System.nanoTime() + 3 * SETTLE_NS;
            while (System.nanoTime() < untilNs)
            {
                guest.alive();
            }
            assertThat(served.hasReport()).isFalse();
            served.awaitReport();                                   // no handler is alive any more

            client.leave();
            assertThat(served.awaitEnd()).isEqualTo(Outcome.SKIPPED);
            assertThat(served.result().isStopped()).isTrue();
            assertThat(served.result().lost()).isZero();
        }
    }

    @Test
    void shouldWaitForAHandlerWithoutALifeAndNotCallItsMessageLost() throws IOException, InterruptedException
    {
        try (ServedLoop served = new ServedLoop(directory.resolve("s"),
            ServedLoop.closed(VECTORS, WINDOW, 1, 3_000_000_000L, 0), RunLimit.NONE);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            served.awaitReport();                                   // alive for a second, and silent for three

            client.leave();
            assertThat(served.awaitEnd()).isEqualTo(Outcome.SKIPPED);
            assertThat(served.result().isStopped()).isTrue();
            assertThat(served.result().lost()).isZero();
        }
    }

    @Test
    void shouldNotSayThatAGuestStoppedWhileItStoodStillItself() throws IOException, InterruptedException
    {
        try (ServedLoop served = served(1_000, 0);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            for (int i = 0; !served.hasReport(); i++)
            {
                if (i == 10)
                {
                    served.standStill(100 * SETTLE_NS);             // a message of each second turn is in flight
                }
                guest.handleAll();
            }
            client.leave();

            assertThat(served.awaitEnd()).as(served.told()).isEqualTo(Outcome.OK);
            assertThat(served.result().sent()).isEqualTo(1_000);
        }
    }

    @Test
    void shouldCountWhatResetsDrop() throws IOException, InterruptedException
    {
        try (ServedLoop served = new ServedLoop(directory.resolve("s"),
            ServedLoop.closed(VECTORS, 4, 1, 60_000_000_000L, 0), RunLimit.NONE);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            for (int i = 0; i < 20; i++)
            {
                client.read(0, 0, 4);
                guest.msix(false);
                guest.msix(true);
            }
            guest.msix(false);
            client.read(0, 0, 4);
            client.leave();

            assertThat(served.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(served.result().resets()).isEqualTo(21);
            assertThat(served.result().vectors()).allMatch(VectorProof::isKept);
            assertThat(served.result().vectors().stream().mapToLong(VectorProof::dropped).sum()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldNotJudgeWhileAllVectorsAreMaskedAtOnce(final boolean isMasked) throws IOException, InterruptedException
    {
        try (ServedLoop served = served(RunLimit.NONE, 0);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            guest.control(MsixGuest.ENABLE | (isMasked ? MsixGuest.MASK_ALL : 0));
            liveFor(guest, 3 * SETTLE_NS);
            for (int i = 0; !isMasked && i < 20 && interrupts(guest) <= WINDOW; i++)
            {
                liveFor(guest, SETTLE_NS);                          // a busy host lets the device settle later
            }
            client.read(0, 0, 4);
            client.leave();

            assertThat(served.awaitEnd()).isEqualTo(isMasked ? Outcome.SKIPPED : Outcome.INVARIANT_BROKEN);
            assertThat(served.result().lost() > 0).isEqualTo(!isMasked);
        }
    }

    private long interrupts(final MsixGuest guest)
    {
        for (int vector = 0; vector < VECTORS; vector++)
        {
            taken += guest.events(vector).take();
        }

        return taken;
    }

    private static void liveFor(final MsixGuest guest, final long ns) throws IOException
    {
        final long untilNs = System.nanoTime() + ns;
        while (System.nanoTime() < untilNs)
        {
            guest.alive();
        }
    }

    @Test
    void shouldCountAnewBehindAResetByCommand() throws IOException, InterruptedException
    {
        try (ServedLoop served = served(1_000, 0);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            guest.start();
            for (int i = 0; !served.hasReport(); i++)
            {
                guest.handleAll();
                if (i % 20 == 19 && i < 100)
                {
                    client.read(0, 0, 4);                           // the device sends behind its answer
                    client.read(0, 0, 4);
                    guest.reset();
                }
            }
            client.leave();

            assertThat(served.awaitEnd()).as(served.told()).isEqualTo(Outcome.OK);
            assertThat(served.result().sent()).isEqualTo(1_000);
            assertThat(served.result().resets()).isPositive();
            assertThat(served.result().sum(VectorProof::dropped)).isPositive();
            assertThat(served.result().vectors()).allMatch(VectorProof::isKept);
        }
    }

    /** Handles messages for a time in which some are sent, and some of those that were left out are found. */
    private static void handleSome(final ServedLoop served, final DeviceClient client, final MsixGuest guest,
        final long dropEach) throws IOException
    {
        guest.start();
        final long untilNs = System.nanoTime() + (dropEach == 0 ? SETTLE_NS / 5 : 3 * SETTLE_NS);
        while (System.nanoTime() < untilNs)
        {
            guest.handleAll();
        }
        assertThat(served.hasReport()).isFalse();
        client.read(0, 0, 4);                                       // what it sends behind it is not handled
    }

    @ParameterizedTest
    @CsvSource({ "0, INTERRUPTED", "20, INVARIANT_BROKEN" })
    void shouldSendNothingMoreBehindASignalInTheMiddle(final long dropEach, final Outcome outcome)
        throws IOException, InterruptedException
    {
        try (ServedLoop served = served(RunLimit.NONE, dropEach);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            handleSome(served, client, guest, dropEach);
            served.stop();
            served.awaitReport();
            final long sent = served.result().sent();
            guest.handleAll();                                      // what it sent before the end
            final long untilNs = System.nanoTime() + 3 * SETTLE_NS; // a repair would come meanwhile
            while (System.nanoTime() < untilNs)
            {
                guest.alive();
                client.read(0, 0, 4);                               // answered
                assertThat(interrupts(guest)).as("interrupts behind the end").isZero();
            }

            assertThat(served.told()).contains("answering until the client goes");
            assertThat(sent).isPositive();
            assertThat(served.result().lost() > 0).isEqualTo(dropEach > 0);
            client.leave();
            assertThat(served.awaitEnd()).isEqualTo(outcome);
            assertThat(served.result().sent()).isEqualTo(sent);
            assertThat(served.result().vectors()).allMatch(VectorProof::isKept);
        }
    }

    @Test
    void shouldEndAtTheSecondSignalWhileItsClientIsThere() throws IOException, InterruptedException
    {
        try (ServedLoop served = served(RunLimit.NONE, 0);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            handleSome(served, client, guest, 0);
            served.stop();
            served.awaitReport();
            served.stop();

            assertThat(served.awaitEnd()).isEqualTo(Outcome.INTERRUPTED);
        }
    }

    @ParameterizedTest
    @CsvSource({ "0, SKIPPED", "20, INVARIANT_BROKEN" })
    void shouldBeIncompleteWhenTheClientGoesInTheMiddle(final long dropEach, final Outcome outcome)
        throws IOException, InterruptedException
    {
        try (ServedLoop served = served(RunLimit.NONE, dropEach);
            DeviceClient client = client();
            MsixGuest guest = new MsixGuest(client, VECTORS))
        {
            handleSome(served, client, guest, dropEach);
            client.leave();

            assertThat(served.awaitEnd()).isEqualTo(outcome);
            assertThat(served.wasIncomplete()).isTrue();
            assertThat(served.result().lost() > 0).isEqualTo(dropEach > 0);
        }
    }
}
