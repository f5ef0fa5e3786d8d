package org.gale.tests.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.nvme.NvmeResult.NvmeFigure;
import org.gale.tests.support.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A drive as its guest sees it, and the proof of its interrupts. */
class NvmeDriveTest
{
    private static final long DATA = NvmeGuest.BASE + 0x80000;
    private static final long LIST = NvmeGuest.BASE + 0x70000;
    private static final int PAGE = NvmeGuest.PAGE;
    private static final int SET_FEATURES = 9;
    private static final int COALESCING = 8;

    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatWasWritten() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            assertThat(guest.create(1)).isZero();
            final byte[] bytes = new byte[5 * PAGE];
            new Random(1).nextBytes(bytes);
            guest.fill(DATA + 512, bytes);
            pages(guest, DATA + PAGE, 5);

            guest.submit(1, guest.transfer(false, 7, 5 * PAGE / 512, DATA + 512, LIST));
            assertThat(guest.complete(1)).isZero();
            guest.fill(DATA + 512, new byte[5 * PAGE]);
            guest.submit(1, guest.transfer(true, 7, 5 * PAGE / 512, DATA + 512, LIST));
            assertThat(guest.complete(1)).isZero();

            assertThat(guest.read(DATA + 512, 5 * PAGE).array()).isEqualTo(bytes);
            assertThat(guest.events(1).take()).isEqualTo(2);
            client.leave();
            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().accounts().get(1).interrupts()).isEqualTo(2);
            assertThat(drive.result().accounts().get(1).consumed()).isEqualTo(2);
            assertThat(drive.result().decided().get(0)).isEqualTo(2);
            assertThat(drive.result().differing()).isZero();
        }
    }

    private static void pages(final NvmeGuest guest, final long first, final int count) throws IOException
    {
        final ByteBuffer list = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++)
        {
            list.putLong(first + (long)i * PAGE);
        }
        guest.fill(LIST, list.array());
    }

    @Test
    void shouldGoOnOverTheEndOfItsQueues() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(2);
            for (int i = 0; i < 3 * NvmeGuest.ENTRIES; i++)
            {
                guest.submit(2, guest.transfer(true, i, 1, DATA, 0));
                assertThat(guest.complete(2)).isZero();
                assertThat(guest.isPosted(2)).isFalse();
            }
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().accounts().get(2).consumed()).isEqualTo(3 * NvmeGuest.ENTRIES);
        }
    }

    @Test
    void shouldInterruptOnceForSeveralCompletionsThatItCoalesces() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(
            directory, "", "service: 1us, coalesce: {threshold: 4, time: 25500us}", 2_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            for (int round = 0; round < 4; round++)
            {
                for (int i = 0; i < 4; i++)
                {
                    guest.submit(1, guest.transfer(true, i, 1, DATA, 0));
                }
                for (int i = 0; i < 4; i++)
                {
                    guest.complete(1);
                }
            }
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().accounts().get(1).interrupts()).isLessThan(16);
            assertThat(drive.result().decided().get(0)).isEqualTo(drive.result().accounts().get(1).interrupts());
            assertThat(drive.result().differing()).isZero();
        }
    }

    @Test
    void shouldCoalesceAsTheGuestAsksAndAsTheJobSaysAfterAReset() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 2_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            assertThat(guest.admin(SET_FEATURES, 0, COALESCING, 0xff << Byte.SIZE | 3)).isZero();
            transfer(guest, 8);                             // two interrupts of four completions each
            guest.disable();
            guest.enable();
            guest.create(1);
            transfer(guest, 4);                             // four of one
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().decided().get(0)).isEqualTo(6);
            assertThat(drive.result().accounts().get(1).interrupts() + drive.result().accounts().get(1).withheld())
                .isEqualTo(6);
            assertThat(drive.result().differing()).isZero();
            assertThat(drive.result().isCoalescing()).isTrue();
        }
    }

    @Test
    void shouldTellItsSizeAndPollAQueueWithoutInterrupts() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            assertThat(guest.admin(6, 1, DATA, 0, 0)).as("identify namespace").isZero();
            final ByteBuffer namespace = guest.read(DATA, 24).order(ByteOrder.LITTLE_ENDIAN);
            guest.create(1);
            assertThat(guest.admin(0, 0, 1, 0)).isZero();
            assertThat(guest.admin(4, 0, 1, 0)).isZero();
            final int size = (NvmeGuest.ENTRIES - 1) << 16 | 1;
            assertThat(guest.admin(5, NvmeGuest.completions(1), size, 1 << 16 | 1)).as("without interrupts").isZero();
            assertThat(guest.admin(1, NvmeGuest.submissions(1), size, 1 << 16 | 1)).isZero();
            transfer(guest, 3);
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(namespace.getLong(0) * 512).isEqualTo(8 << 20);
            assertThat(namespace.getLong(8)).isEqualTo(namespace.getLong(0));
            assertThat(drive.result().accounts().get(1).polled()).isEqualTo(3);
            assertThat(drive.result().accounts().get(1).posted()).isZero();
        }
    }

    private static void transfer(final NvmeGuest guest, final int count) throws IOException, InterruptedException
    {
        for (int i = 0; i < count; i++)
        {
            guest.submit(1, guest.transfer(true, i, 1, DATA, 0));
        }
        for (int i = 0; i < count; i++)
        {
            guest.complete(1);
        }
    }

    @Test
    void shouldFindACompletionThatAGuestWhichIsAliveDoesNotConsume() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "count: 1\n", "service: 1us", 200_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            guest.peek(1);
            for (int i = 0; i < 8; i++)                             // alive, and no interrupt came
            {
                final long untilNs = System.nanoTime() + 50_000_000;
                Await.until(() -> System.nanoTime() > untilNs, Duration.ofSeconds(2), "50 ms");
                guest.status();
            }
            drive.awaitLine("answering until the client goes");
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.INVARIANT_BROKEN);
            assertThat(drive.result().sum(NvmeFigure.LOST)).isEqualTo(1);
            assertThat(drive.result().accounts().get(1).named().get(0)).contains("lost: queue 1");
        }
    }

    @Test
    void shouldCallACompletionLateWhenTheGuestStoodStill() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "count: 1\n", "service: 1us", 200_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            guest.peek(1);
            final long untilNs = System.nanoTime() + 1_300_000_000;
            Await.until(() -> System.nanoTime() > untilNs, Duration.ofSeconds(3), "1.3 s");
            guest.consume(1);
            client.leave();

            assertThat(drive.awaitEnd()).isNotEqualTo(Outcome.OK);
        }
    }

    @Test
    void shouldCountCompletionsWithoutMsixAsPolled() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.msix(false);
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            guest.complete(1);
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().accounts().get(1).polled()).isEqualTo(1);
            assertThat(drive.result().accounts().get(1).posted()).isZero();
            assertThat(drive.result().decided().get(0)).isEqualTo(1);
            assertThat(drive.result().accounts().get(1).interrupts()).isZero();
            assertThat(drive.result().accounts().get(1).withheld()).isEqualTo(1);
            assertThat(drive.result().differing()).isZero();
        }
    }

    @Test
    void shouldCountWhatAResetDrops() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            for (int i = 0; i < 20; i++)                            // in bursts, the last one with work on the way
            {
                guest.create(1);
                guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
                guest.peek(1);
                guest.disable();
                guest.enable();
            }
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().accounts().get(1).dropped()).isEqualTo(20);
            assertThat(drive.result().resets()).isEqualTo(20);
            assertThat(drive.result().accounts().get(1).interrupts() + drive.result().accounts().get(1).withheld())
                .isEqualTo(drive.result().decided().get(0)).isEqualTo(21);
            assertThat(drive.result().differing()).isZero();
        }
    }

    @Test
    void shouldCountWhatADeletedQueueDrops() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 5_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            for (int i = 0; i < 3; i++)
            {
                guest.submit(1, guest.transfer(true, i, 1, DATA, 0));
            }
            guest.complete(1);
            guest.peek(1);
            guest.status();
            assertThat(guest.admin(0, 0, 1, 0)).as("submission queue").isZero();
            assertThat(guest.admin(4, 0, 1, 0)).as("completion queue").isZero();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().accounts().get(1).consumed()).isEqualTo(2);
            assertThat(drive.result().accounts().get(1).dropped()).isBetween(1L, 2L);
            assertThat(drive.result().differing()).isZero();
        }
    }

    @Test
    void shouldDropRequestsThatAreInServiceAtAReset() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 150ms", 5_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            for (int i = 0; i < 3; i++)
            {
                guest.create(1);
                guest.submit(1, guest.transfer(false, 0, 1, DATA, 0));
                guest.status();
                if (i == 1)
                {
                    client.call(DeviceClient.RESET, 0, message -> message.position(16));
                    guest.msix(true);
                }
                else
                {
                    guest.disable();
                }
                guest.enable();
            }
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
            assertThat(guest.isPosted(1)).as("nothing of the others").isFalse();
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().accounts().get(1).consumed()).isEqualTo(1);
            assertThat(drive.result().decided().get(0)).isEqualTo(1);
            assertThat(drive.result().differing()).isZero();
        }
    }

    @Test
    void shouldSendAnInterruptOnceItsVectorHasAnEventfd() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 5_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            assertThat(client.setIrqs(0x21, 2, 0, 0)).as("no vector at all").isZero();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            guest.peek(1);
            guest.status();
            guest.events(1).take();
            assertThat(client.setIrqs(0x24, 2, 1, 1, guest.events(1).handle())).isZero();
            assertThat(guest.events(1).take()).isEqualTo(1);
            assertThat(guest.complete(1)).isZero();
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void shouldBeIncompleteWhenTheClientGoesWithWorkInFlight() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1s", 200_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.SKIPPED);
            assertThat(drive.result().isIncomplete()).isTrue();
        }
    }

    @Test
    void shouldGoOnServingUncountedAfterItsEnd() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "count: 2\n", "service: 1us", 200_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            for (int i = 0; i < 5; i++)
            {
                guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
                assertThat(guest.complete(1)).isZero();
            }
            drive.awaitLine("answering until the client goes");
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
            assertThat(drive.result().drive().requests()).isEqualTo(2);
            assertThat(drive.result().accounts().get(1).posted()).isEqualTo(2);
        }
    }

    @Test
    void shouldAnswerUntilTheSecondSignal() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            guest.complete(1);
            drive.stop();
            drive.awaitLine("answering until the client goes");

            guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
            drive.stop();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.INTERRUPTED);
        }
    }

    @Test
    void shouldServeUncountedWhatASignalFindsInFlight() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 300ms", 5_000_000_000L, 1);
            DeviceClient client = new DeviceClient(drive.path());
            NvmeGuest guest = new NvmeGuest(client, directory))
        {
            guest.start();
            guest.create(1);
            guest.submit(1, guest.transfer(false, 7, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
            guest.submit(1, guest.transfer(true, 7, 1, DATA, 0));
            guest.status();
            drive.stop();
            drive.awaitLine("answering until the client goes");

            assertThat(guest.complete(1)).isZero();
            guest.submit(1, guest.transfer(true, 7, 1, DATA, 0));
            assertThat(guest.complete(1)).isZero();
            assertThat(guest.events(1).take()).as("interrupts go on").isEqualTo(3);
            client.leave();

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.INTERRUPTED);
            assertThat(drive.result().isIncomplete()).isTrue();
            assertThat(drive.result().drive().requests()).isEqualTo(2);
            assertThat(drive.result().accounts().get(1).posted()).as("of both").isEqualTo(2);
        }
    }

    @Test
    void shouldServeOneClientAfterAnother() throws IOException, InterruptedException
    {
        try (ServedDrive drive = new ServedDrive(directory, "", "service: 1us", 200_000_000L, 2))
        {
            for (int i = 0; i < 2; i++)
            {
                try (DeviceClient client = new DeviceClient(drive.path());
                    NvmeGuest guest = new NvmeGuest(client, directory))
                {
                    guest.start();
                    guest.create(1);
                    guest.submit(1, guest.transfer(true, 0, 1, DATA, 0));
                    assertThat(guest.complete(1)).isZero();
                }
            }

            assertThat(drive.awaitEnd()).isEqualTo(Outcome.OK);
        }
    }
}
