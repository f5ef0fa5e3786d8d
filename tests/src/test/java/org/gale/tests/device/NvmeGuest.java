package org.gale.tests.device;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.gale.tests.support.Await;

/**
 * Driver of NVMe for tests, over a client: a memory of 1 MiB at {@link #BASE}, an admin queue and I/O queues of sixteen
 * entries with a vector each.
 */
final class NvmeGuest implements AutoCloseable
{
    static final long BASE = 0x4000_0000L;
    static final int SIZE = 1 << 20;
    static final int ENTRIES = 16;
    static final int PAGE = 4096;

    private static final int QUEUES = 4;
    private static final int DOORBELLS = 0x1000;
    private static final int ENABLE = 0x0046_0001;

    private final DeviceClient client;
    private final RandomAccessFile file;
    private final FileChannel memory;
    private final EventCounter[] events = new EventCounter[QUEUES + 1];
    private final int[] tails = new int[QUEUES + 1];
    private final int[] heads = new int[QUEUES + 1];
    private final int[] phases = new int[QUEUES + 1];
    private boolean isByPin;
    private int nextId;

    NvmeGuest(final DeviceClient client, final Path directory) throws IOException
    {
        this.client = client;
        file = new RandomAccessFile(directory.resolve("memory").toFile(), "rw");
        file.setLength(SIZE);
        memory = file.getChannel();
    }

    FileDescriptor handle() throws IOException
    {
        return file.getFD();
    }

    void truncate(final long length) throws IOException
    {
        file.setLength(length);
    }

    /** Attaches: version, memory, vectors with MSI-X enabled, and the controller. */
    void start() throws IOException
    {
        client.version();
        client.map(BASE, SIZE, 0, handle());
        for (int vector = 0; vector <= QUEUES; vector++)
        {
            events[vector] = new EventCounter();
            client.setIrqs(0x24, 2, vector, 1, events[vector].handle());
        }
        msix(true);
        enable();
    }

    /** Attaches with the pin in place of vectors, whose eventfd is that of vector 0. */
    void startByPin() throws IOException
    {
        isByPin = true;
        client.version();
        client.map(BASE, SIZE, 0, handle());
        events[0] = new EventCounter();
        client.setIrqs(0x24, 0, 0, 1, events[0].handle());
        enable();
    }

    void msix(final boolean isOn) throws IOException
    {
        client.call(DeviceClient.REGION_WRITE, 18, message -> message.putLong(0x42).putInt(DeviceClient.CONFIG)
            .putInt(2).putShort((short)(isOn ? 0x8000 : 0)));
    }

    /** Enables the controller with its admin queue, whose entries begin at the first page. */
    void enable() throws IOException
    {
        heads[0] = 0;
        tails[0] = 0;
        phases[0] = 1;
        clear(0);
        client.write(0, 0x24, (ENTRIES - 1) << 16 | ENTRIES - 1);
        client.write64(0, 0x28, submissions(0));
        client.write64(0, 0x30, completions(0));
        client.write(0, 0x14, ENABLE);
    }

    void disable() throws IOException
    {
        client.write(0, 0x14, ENABLE & ~1);
    }

    int status() throws IOException
    {
        return client.read(0, 0x1c, 4).getInt(0);
    }

    static long submissions(final int queue)
    {
        return BASE + 2L * queue * PAGE;
    }

    static long completions(final int queue)
    {
        return submissions(queue) + PAGE;
    }

    private void clear(final int queue) throws IOException
    {
        memory.write(ByteBuffer.allocate(2 * PAGE), submissions(queue) - BASE);
    }

    /** Makes an I/O queue with a vector of its number, and returns the status of its commands. */
    int create(final int queue) throws IOException
    {
        heads[queue] = 0;
        tails[queue] = 0;
        phases[queue] = 1;
        clear(queue);
        final int status = admin(5, completions(queue), (ENTRIES - 1) << 16 | queue,
            (isByPin ? 0 : queue << 16) | 3);

        return status != 0 ? status :
            admin(1, submissions(queue), (ENTRIES - 1) << 16 | queue, queue << 16 | 1);
    }

    /** Executes an admin command, and returns its status. */
    int admin(final int opcode, final long prp, final int word10, final int word11) throws IOException
    {
        return admin(opcode, 0, prp, word10, word11);
    }

    int admin(final int opcode, final int namespace, final long prp, final int word10, final int word11)
        throws IOException
    {
        submit(0, entry(opcode, nextId++, namespace).putLong(24, prp).putInt(40, word10).putInt(44, word11));

        return complete(0);
    }

    /** Begins a command of a form that the test may change. */
    static ByteBuffer entry(final int opcode, final int id, final int namespace)
    {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN)
            .put(0, (byte)opcode).putShort(2, (short)id).putInt(4, namespace);
    }

    /** Returns a command that reads or writes blocks. */
    ByteBuffer transfer(final boolean isRead, final long block, final int count, final long first, final long second)
    {
        return entry(isRead ? 2 : 1, nextId++, 1).putLong(24, first).putLong(32, second)
            .putLong(40, block).putInt(48, count - 1);
    }

    void submit(final int queue, final ByteBuffer command) throws IOException
    {
        memory.write(command.clear(), submissions(queue) - BASE + tails[queue] * 64L);
        tails[queue] = (tails[queue] + 1) % ENTRIES;
        doorbell(2 * queue, tails[queue]);
    }

    void doorbell(final int number, final int value) throws IOException
    {
        client.write(0, DOORBELLS + 4L * number, value);
    }

    /** Waits for the next completion of a queue, consumes it, and returns its status. */
    int complete(final int queue) throws IOException
    {
        final int status = peek(queue);
        consume(queue);

        return status;
    }

    /** Waits for the next completion of a queue, and returns its status. */
    int peek(final int queue)
    {
        Await.until(() -> isPosted(queue), Duration.ofSeconds(20), "a completion of queue " + queue);

        return word(queue) >>> 17;
    }

    boolean isPosted(final int queue)
    {
        return (word(queue) >>> 16 & 1) == phases[queue];
    }

    /** Returns whether the completion behind the next one is there. */
    boolean isNextPosted(final int queue) throws IOException
    {
        return (read(completions(queue) + (heads[queue] + 1) * 16L + 12, 4).getInt(0) >>> 16 & 1) == phases[queue];
    }

    private int word(final int queue)
    {
        try
        {
            return read(completions(queue) + heads[queue] * 16L + 12, 4).getInt(0);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    void consume(final int queue) throws IOException
    {
        heads[queue] = (heads[queue] + 1) % ENTRIES;
        phases[queue] ^= heads[queue] == 0 ? 1 : 0;
        doorbell(2 * queue + 1, heads[queue]);
    }

    void fill(final long from, final byte[] bytes) throws IOException
    {
        memory.write(ByteBuffer.wrap(bytes), from - BASE);
    }

    ByteBuffer read(final long from, final int length) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        memory.read(bytes, from - BASE);

        return bytes;
    }

    EventCounter events(final int vector)
    {
        return events[vector];
    }

    @Override
    public void close() throws IOException
    {
        file.close();
        for (final EventCounter counter : events)
        {
            if (counter != null)
            {
                counter.close();
            }
        }
    }
}
