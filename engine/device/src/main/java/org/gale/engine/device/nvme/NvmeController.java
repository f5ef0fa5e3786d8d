package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.gale.engine.device.pci.ConfigSpace;
import org.gale.engine.device.pci.FunctionBase;
import org.gale.engine.device.pci.GuestMemory;
import org.gale.engine.device.pci.Recorder;
import org.gale.engine.device.pci.Vectors;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.GuestTouches;
import org.gale.engine.device.proof.QueueAccount;
import org.gale.engine.device.proof.RunLimit;
import org.gale.engine.storm.model.IoDrive;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * NVMe controller of one namespace. Each step does a bounded number of commands. A queue or data that it cannot reach
 * because the client does not share it is a fatal status. Owner: the answering thread.
 * <pre>
 *   doorbell ──► fetch ──► drive (stamps, service) ──► due ──► data moved, completion posted ──► interrupt of the queue
 * </pre>
 */
public final class NvmeController extends FunctionBase<NvmeResult>
{
    /** Limit of the I/O queues, each of which has a vector in addition to that of the admin queue. */
    public static final int QUEUE_LIMIT = ConfigSpace.VECTOR_LIMIT - 1;

    private static final int DEVICE = 0x10f1;
    private static final int CLASS = 0x010802;
    private static final int DOORBELLS = 0x1000;
    private static final int INTMS = 0x0c;
    private static final int INTMC = 0x10;
    private static final int CC = 0x14;
    private static final int CSTS = 0x1c;
    private static final int AQA = 0x24;
    private static final int ASQ = 0x28;
    private static final int ACQ = 0x30;
    private static final int REGISTERS_END = 0x38;
    private static final long CAPABILITIES = SubmissionQueue.SIZE_LIMIT - 1 | 1L << 16 | 20L << 24 | 1L << 37;
    private static final int ENABLE = 1;
    private static final int READY = 1;
    private static final int FATAL = 2;
    private static final int SHUTDOWN_MASK = 3 << 14;
    private static final int SHUTDOWN_STATUS = 3 << 2;
    private static final int SHUTDOWN_COMPLETE = 2 << 2;
    private static final int OTHER_FORMS = 0x3ff0;
    private static final int QUEUE_SIZE_MASK = 0xfff;
    private static final long LEFT_NS = 2_000_000;
    private static final int STEP_LIMIT = 64;
    private static final int DATA_STEP_LIMIT = 16;
    private static final int ADMIN_SHIFT = 16;
    private static final String UNSHARED = "the guest's memory is not shared (QEMU: memory-backend-memfd,share=on)";
    private static final String OUTSIDE = "a queue of the guest lies outside its memory";

    private final Drive shape;
    private final RunLimit limit;
    private final GuestMemory memory;
    private final Consumer<String> log;
    private final ByteBuffer registers = ByteBuffer.allocate(DOORBELLS).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer command = ByteBuffer.allocateDirect(Sqe.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    private final Features features;
    private final BlockStore store;
    private final Transfer transfer;
    private final IoRequests requests;
    private final WrongDrive wrong;
    private final QueueDoorbells doorbells;
    private final RequestTimes times;
    private final Stamps stamps;
    private final GuestTouches touches = new GuestTouches();
    private final QueueAccount[] accounts;
    private final Queues queues;
    private final QueueInterrupts interrupts;
    private final AdminCommands admin;
    private final IoCommands io;
    private final DueRequests due;
    private final BitSet ready = new BitSet();                      // submission queues with commands
    private final List<Integer> eventRequests = new ArrayList<>();
    private long leftSinceNs;
    private long resets;
    private int countedInFlight;
    private boolean isFatalNamed;

    /**
     * Drive of a controller.
     *
     * @param values   of all settings of the kind {@code io}
     * @param seed     of its times of service
     * @param queues   I/O queues, at most {@link #QUEUE_LIMIT}
     * @param length   bytes, a multiple of 1 MiB
     * @param serial   unique, sixteen hexadecimal digits
     * @param settleNs time within which a completion is consumed, ns
     * @param hasPin   whether it has a pin in place of vectors
     */
    public record Drive(
        SettingValues values, long seed, int queues, long length, String serial, long settleNs, boolean hasPin)
    {
    }

    /**
     * Makes a controller after a reset.
     *
     * @param limit    of the run
     * @param history  of the run
     * @param recorder takes its interrupts and stamps
     * @param log      takes a line for the user
     */
    public NvmeController(final Drive shape, final RunLimit limit, final DeviceHistory history,
        final GuestMemory memory, final Recorder recorder, final Consumer<String> log)
    {
        super(new ConfigSpace(DEVICE, CLASS,
            Integer.highestOneBit(DOORBELLS + (shape.queues() + 1) * Long.BYTES - 1) << 1,
            shape.hasPin() ? 0 : shape.queues() + 1),
            new Vectors(shape.queues() + 1, recorder));
        this.shape = shape;
        this.limit = limit;
        this.memory = memory;
        this.log = log;
        stamps = new Stamps(recorder);
        features = new Features(shape.queues(), (IoDrive.threshold(shape.values()) - 1) |
            (int)(IoDrive.timeNs(shape.values()) / Queues.COALESCING_UNIT_NS) << Byte.SIZE);
        store = new BlockStore(shape.length());
        transfer = new Transfer(memory);
        requests = new IoRequests(IoRequests.slots(shape.queues()));
        due = new DueRequests(requests.slots(), shape.queues());
        wrong = new WrongDrive(shape.values(), shape.queues(), memory);
        times = new RequestTimes(shape.values(), shape.queues(), requests.slots(),
            wrong.drive(shape.values(), shape.seed(), shape.queues(), requests.slots()));
        accounts = new QueueAccount[shape.queues() + 1];
        for (int queue = 0; queue < accounts.length; queue++)
        {
            accounts[queue] = new QueueAccount(queue, history);
        }
        queues = new Queues(accounts, touches, shape.settleNs(), requests, times, stamps, wrong);
        doorbells = new QueueDoorbells(queues, wrong, ready);
        interrupts = new QueueInterrupts(config(), vectors(), queues, accounts, limit, wrong);
        admin = new AdminCommands(queues, features, new IdentifyData(shape.serial(), store.blocks()), transfer);
        io = new IoCommands(store, transfer, requests.slots());
        registers.putLong(0, CAPABILITIES).putInt(8, IdentifyData.VERSION);
    }

    @Override
    protected byte read(final int offset)
    {
        return offset < DOORBELLS ? registers.get(offset) : 0;
    }

    @Override
    public void readBar(final int bar, final int offset, final ByteBuffer target)
    {
        touches.touch(nowNs());
        super.readBar(bar, offset, target);
    }

    @Override
    public void writeBar(final int bar, final int offset, final ByteBuffer source)
    {
        touches.touch(nowNs());
        super.writeBar(bar, offset, source);
    }

    @Override
    protected void write(final int offset, final int value)
    {
        if (offset >= DOORBELLS)
        {
            ring((offset - DOORBELLS) / Integer.BYTES, value);
        }
        else if (offset == CC)
        {
            configure(value);
        }
        else if (offset == INTMS || offset == INTMC)
        {
            interrupts.mask(offset == INTMS ? interrupts.mask() | value : interrupts.mask() & ~value);
            registers.putInt(INTMS, interrupts.mask()).putInt(INTMC, interrupts.mask());
        }
        else if (offset >= AQA && offset < REGISTERS_END && !isEnabled())
        {
            registers.putInt(offset, value);
        }
    }

    private boolean isEnabled()
    {
        return (registers.getInt(CC) & ENABLE) != 0;
    }

    private boolean isRunning()
    {
        return (registers.getInt(CSTS) & (READY | FATAL)) == READY;
    }

    @Override
    public void configured()
    {
        // Whether MSI-X is enabled is asked where a completion is posted.
    }

    private void configure(final int value)
    {
        final boolean wasEnabled = isEnabled();
        registers.putInt(CC, value);
        if (wasEnabled && !isEnabled())
        {
            resetQueues();
        }
        else if (!wasEnabled && isEnabled())
        {
            enable();
        }
        registers.putInt(CSTS, (registers.getInt(CSTS) & ~SHUTDOWN_STATUS) |
            ((value & SHUTDOWN_MASK) == 0 ? 0 : SHUTDOWN_COMPLETE));
    }

    private void enable()
    {
        final int sizes = registers.getInt(AQA);
        final int submissionSize = (sizes & QUEUE_SIZE_MASK) + 1;
        final int completionSize = (sizes >>> ADMIN_SHIFT & QUEUE_SIZE_MASK) + 1;
        final long submissionBase = registers.getLong(ASQ) & -Transfer.PAGE;
        final long completionBase = registers.getLong(ACQ) & -Transfer.PAGE;
        if ((registers.getInt(CC) & OTHER_FORMS) != 0 || submissionSize < 2 || completionSize < 2)
        {
            fatal("the guest enables it with other pages, commands or admin queues than it has");
            return;
        }
        if (isDone(memory.read(submissionBase, command.clear())))
        {
            queues.createAdmin(submissionBase, submissionSize, completionBase, completionSize);
            registers.putInt(CSTS, READY);
        }
    }

    private void resetQueues()
    {
        resets += isRunning() ? 1 : 0;
        times.advance(nowNs(), due);
        doorbells.compare();
        wrong.forget();
        queues.reset(nowNs());
        due.interrupts(queue -> interrupts.withhold(queue + 1));
        due.clear();
        ready.clear();
        eventRequests.clear();
        features.reset();
        countedInFlight = 0;
        interrupts.mask(0);
        registers.putInt(CSTS, 0).putInt(INTMS, 0).putInt(INTMC, 0);
    }

    @Override
    public void reset()
    {
        resetQueues();
        registers.putInt(CC, 0).putInt(AQA, 0).putLong(ASQ, 0).putLong(ACQ, 0);
    }

    private void ring(final int number, final int value)
    {
        if (isRunning())
        {
            doorbells.ring(number, value, nowNs());
            interrupts.setPin();
        }
    }

    /** Returns whether an access reached the guest's memory; else the controller has a fatal status. */
    private boolean isDone(final GuestMemory.Access access)
    {
        if (access != GuestMemory.Access.DONE)
        {
            fatal(access == GuestMemory.Access.UNSHARED ? UNSHARED : OUTSIDE);
        }

        return access == GuestMemory.Access.DONE;
    }

    private void fatal(final String reason)
    {
        registers.putInt(CSTS, registers.getInt(CSTS) | FATAL);
        if (!isFatalNamed)
        {
            isFatalNamed = true;
            log.accept("the controller has a fatal status: " + reason);
        }
    }

    @Override
    public boolean work()
    {
        if (!isRunning() || !isDone(wrong.write(nowNs())))
        {
            return false;
        }
        touches.run(nowNs());
        endLeftLevel();
        times.advance(nowNs(), due);
        for (int i = 0; i < DATA_STEP_LIMIT && !due.isEmpty() && mayComplete(); i++)
        {
            final long dueNs = due.firstNs();
            final int item = due.take();
            if (item >= 0)
            {
                complete(item);
            }
            else
            {
                interrupt(DueRequests.queue(item) + 1, dueNs);
            }
        }
        int done = 0;
        int id = ready.nextSetBit(0);
        while (due.isEmpty() && id >= 0 && done < STEP_LIMIT && mayComplete())
        {
            done += fetch(id) ? 1 : 0;
            id = ready.nextSetBit(id + 1);
        }

        return mayComplete() && (!due.isEmpty() || done > 0);
    }

    /**
     * Ends a level that a client was left with: it completes a request for events, which lets the driver access the
     * controller. The event is a vendor's, of which drivers take note alone.
     */
    private void endLeftLevel()
    {
        if (!vectors().pin().isLeft())
        {
            leftSinceNs = nowNs();
        }
        else if (nowNs() - leftSinceNs > LEFT_NS && !eventRequests.isEmpty())
        {
            final SubmissionQueue queue = queues.submissions(0);
            if (queue.completions().reserve())
            {
                final int id = eventRequests.remove(0);
                queue.end(id);
                isDone(queue.completions().post(
                    memory, AdminCommands.VENDOR_EVENT, queue.idAndHead(), id, NvmeStatus.SUCCESS, nowNs()));
                interrupts.posted(queue.completions(), nowNs(), !limit.isOver(nowNs()));
                interrupt(0, nowNs());
            }
        }
    }

    private void interrupt(final int queue, final long dueNs)
    {
        interrupts.write(queue, dueNs, nowNs(), !limit.isOver(nowNs()) || countedInFlight > 0);
    }

    private boolean mayComplete()
    {
        return isRunning() && !vectors().pin().isAwaiting();
    }

    @Override
    public long nextNs()
    {
        final boolean isLeft = vectors().pin().isLeft() && !eventRequests.isEmpty();
        final long leftNs = isLeft ? leftSinceNs + LEFT_NS : Long.MAX_VALUE;

        return Math.min(wrong.nextNs(), mayComplete() ? Math.min(times.nextNs(), leftNs) : Long.MAX_VALUE);
    }

    /** Fetches one command of a queue, and returns whether it did. */
    private boolean fetch(final int id)
    {
        final SubmissionQueue queue = queues.submissions(id);
        if (queue == null || queue.isEmpty())
        {
            ready.clear(id);
            return false;
        }
        if ((queue.id() > 0 && !requests.hasFree()) || !queue.completions().reserve())
        {
            return false;
        }
        if (!isDone(queue.fetch(memory, command)))
        {
            return false;
        }
        final boolean isNew = queue.begin(Sqe.id(command));
        if (queue.id() == 0)
        {
            executeAdmin(queue, isNew);
        }
        else
        {
            submit(queue, isNew);
        }

        return true;
    }

    private void submit(final SubmissionQueue queue, final boolean isNew)
    {
        final int status = !isNew ? NvmeStatus.COMMAND_ID_CONFLICT :
            Sqe.isOtherForm(command) ? NvmeStatus.INVALID_FIELD : NvmeStatus.SUCCESS;
        final boolean isCounted = limit.take(nowNs());
        countedInFlight += isCounted ? 1 : 0;
        final int slot = requests.begin(queue, command, status, nowNs(), isCounted);
        final int event = queue.completions().id() - 1;
        wrong.fetched(queue.id());
        times.submit(nowNs(), slot, event);
        stamps.submit(nowNs(), slot, event);
        io.asked(slot, command);
    }

    private void executeAdmin(final SubmissionQueue queue, final boolean isNew)
    {
        final int id = Sqe.id(command);
        final boolean isEvent = Sqe.opcode(command) == AdminCommands.EVENT_REQUEST;
        if (isNew && isEvent && eventRequests.size() < IdentifyData.EVENT_LIMIT)
        {
            eventRequests.add(id);                                  // it stays in flight: see endLeftLevel
            queue.completions().release();
            return;
        }
        final int status = !isNew ? NvmeStatus.COMMAND_ID_CONFLICT :
            isEvent ? NvmeStatus.EVENT_LIMIT_EXCEEDED : admin.execute(command, nowNs());
        if (isNew)
        {
            queue.end(id);
        }
        if (transfer.takeUnshared())
        {
            fatal(UNSHARED);
            return;
        }
        isDone(queue.completions().post(
            memory, isEvent || !isNew ? 0 : admin.result(), queue.idAndHead(), id, status, nowNs()));
        interrupts.posted(queue.completions(), nowNs(), !limit.isOver(nowNs()));
        interrupt(0, nowNs());
    }

    private void complete(final int slot)
    {
        final SubmissionQueue queue = requests.queue(slot);
        countedInFlight -= requests.isCounted(slot) ? 1 : 0;
        if (!requests.isDropped(slot))
        {
            final int status = io.execute(requests, slot);
            if (transfer.takeUnshared())
            {
                fatal(UNSHARED);
            }
            else
            {
                if (requests.status(slot) != NvmeStatus.COMMAND_ID_CONFLICT)
                {
                    queue.end(requests.id(slot));
                }
                isDone(queue.completions().post(
                    memory, 0, requests.head(slot), requests.id(slot), status, nowNs()));
                interrupts.posted(queue.completions(), requests.stampNs(slot), requests.isCounted(slot));
            }
        }
        wrong.completed(queue.id(), queue.isEmpty(), nowNs());
        requests.end(slot);
    }

    @Override
    public boolean isOver()
    {
        return limit.isOver(nowNs()) && (!isRunning() || countedInFlight == 0) && !queues.isSettling(nowNs());
    }

    /** {@inheritDoc} The controller goes on serving. */
    @Override
    public NvmeResult end()
    {
        times.advance(nowNs(), due);
        doorbells.compare();
        queues.end(nowNs());
        due.interrupts(queue -> interrupts.withhold(queue + 1));
        limit.end();
        final List<Long> decided = stamps.end(shape.values(), shape.seed(), accounts, nowNs());
        final long differing = IntStream.range(0, shape.queues()).filter(queue -> !isAsDecided(queue, decided)).count();

        return new NvmeResult(List.of(accounts), decided, stamps.isWhole() ? differing : -1,
            new NvmeResult.Drive(limit.requests(), isRunning() ? countedInFlight : 0, io.bytesRead(),
            io.bytesWritten(), store.mismatches(), io.fault()), resets, doorbells.wrongCount(), times.isCoalescing(),
            wrong.result(doorbells.lost(), doorbells.named()));
    }

    private boolean isAsDecided(final int queue, final List<Long> decided)
    {
        return decided.get(queue) == times.interrupts(queue) && interrupts.areThose(queue + 1, decided.get(queue));
    }
}
