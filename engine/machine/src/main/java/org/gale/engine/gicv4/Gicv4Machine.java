package org.gale.engine.gicv4;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.CommandFrames;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.DigestStream;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.FrameMap;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.IgnoredOperation;
import org.gale.engine.machine.MachineCore;
import org.gale.engine.machine.OperationDelays;
import org.gale.engine.machine.PeSet;
import org.gale.engine.machine.StateDigest;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * A GICv4.1 host as a function: {@code state' = apply(state, command)}, with outputs. Messages are MSI commands, the
 * guests' turns TURN commands, everything else HOST commands of family 2. Loads and stores reach RAM only: the
 * registers belong to the host, which is inside the machine.
 *
 * <p>One thread owns a machine.
 */
public final class Gicv4Machine extends MachineCore
{
    /** Default of what the indexes may take together, bytes. */
    public static final long INDEX_LIMIT_DEFAULT = 1L << 30;

    private static final int SIGNAL_VIRQ = 4;

    private final PagePool pool;
    private final V4Host host;
    private final V4Migrations migrations;
    private final HostVerbs verbs;
    private final Accounts accounts;
    private final DirectQueries queries;
    private final FrameMap frames = new FrameMap(List.of());
    private final PeSet virqs;
    private final Messages messages;
    private final MessageRun messageRun;
    private final DigestStream stateDigest;
    private final FrontEnd front;
    private final HostTurns turns;
    private final StoredTables stored;

    /**
     * Brings a machine up.
     *
     * @param config          with the keys of a GICv4.1 machine
     * @param memory          RAM; closed with the machine
     * @param indexLimitBytes what the indexes may take together
     * @throws IllegalArgumentException if RAM has no room for the hardware's tables
     */
    public Gicv4Machine(final MachineConfig config, final PhysicalMemory memory, final long indexLimitBytes)
    {
        this(config, memory, indexLimitBytes, Variant.SHIPPED);
    }

    /**
     * Brings up a machine whose host makes a mistake.
     *
     * @param variant that a check is to find
     */
    Gicv4Machine(
        final MachineConfig config,
        final PhysicalMemory memory,
        final long indexLimitBytes,
        final Variant variant)
    {
        super(config, memory);
        this.pool = new PagePool(indexLimitBytes);
        this.host = host(config.gicv4(), variant);
        this.turns = new HostTurns(host, outputs());
        this.stored = new StoredTables(host);
        this.accounts = new VmAccounts(host);
        this.queries = new HostQueries(host, memory);
        this.messages = new Messages(host);
        this.migrations = new V4Migrations(host, memory);
        host.migrations = migrations;
        this.verbs = new V4HostVerbs(host, messages, migrations);
        this.virqs = new PeSet(config.gicv4().cpus());
        this.front = new FrontEnd(new MessagePath(config, messages), config.value(MachineKeys.MONITOR),
            config.value(MachineKeys.STRICT));
        this.messageRun = new MessageRun(host, front, messages, outputs(), commandDigest());
        this.stateDigest = new DigestStream(new StateDigest(memory));
    }

    @Override
    public HostVerbs hostVerbs(final int family)
    {
        return family == V4Verb.FAMILY ? verbs : front.family(family);
    }

    @Override
    public int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        do
        {
            at = messageRun.takes(frame.getLong(at)) ? messageRun.apply(frame, at, endOffset) : apply(frame, at);
        }
        while (at < endOffset && outputs().hasRoom());

        return at;
    }

    @Override
    public int apply(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final int words = CommandFrames.words(frame, offset);
        outputs().beginCommand();
        switch (CommandWord.opcode(word))
        {
            case CommandWord.TIME:
                break;
            case CommandWord.MSI:
                messages.deliver(Commands.msiDeviceId(word), Commands.msiEventId(word));
                break;
            case CommandWord.MSI_LONG:
                messageLong(word, frame.getLong(offset + 8));
                break;
            case CommandWord.TRIGGER:
                front.execute(word);
                break;
            case CommandWord.TURN:
                turns.execute(word);
                break;
            case CommandWord.LOAD:
                load(frame.getLong(offset + 8), Commands.sizeBytes(word));
                break;
            case CommandWord.STORE:
                store(frame.getLong(offset + 8), Commands.sizeBytes(word), frame.getLong(offset + 16));
                break;
            case CommandWord.RAM:
                storeRun(word, frame, offset);
                break;
            case CommandWord.HOST:
                execute(frame, offset);
                break;
            default: throw new CommandException("a GICv4 machine has no such command: 0x" + Long.toHexString(word));
        }
        host.check.first().applied(commandDigest().count() + 1);
        commandDigest().add(frame, offset, words);

        return offset + (words << 3);
    }

    @Override
    public boolean isMapped(final long address, final int sizeBytes)
    {
        return memory().contains(address, sizeBytes) || front.isMapped(address, sizeBytes);
    }

    @Override
    public boolean isInstructionDefined(final int el, final int code)
    {
        return false;
    }

    @Override
    public boolean isRegisterDefined(final int el, final int code, final boolean write)
    {
        return false;
    }

    @Override
    public boolean isGuestUndefined(final int pe)
    {
        return false;
    }

    @Override
    public boolean spiExists(final int id)
    {
        return false;
    }

    @Override
    public long peek(final long address, final int sizeBytes)
    {
        return memory().contains(address, sizeBytes) ? memory().load(address, sizeBytes) :
            front.load(address, sizeBytes);
    }

    @Override
    public FunctionAccounts functions()
    {
        return front.accounts();
    }

    @Override
    public List<Control> controls()
    {
        final List<Control> controls = new ArrayList<>(front.controls());
        if (host.swapOrder.isLossy())
        {
            controls.add(new Control("legacy=on", host.swap.dropped(), true));
        }
        controls.addAll(host.faults.controls());
        migrations.addControls(controls);

        return controls;
    }

    /** Returns no frames: the registers belong to the host inside the machine, and no address reaches them. */
    @Override
    public FrameMap frames()
    {
        return frames;
    }

    @Override
    public long registerValue(final int pe, final int el, final int code)
    {
        throw new IllegalArgumentException("a GICv4 machine shows no system register: " + code);
    }

    @Override
    public long candidate(final int pe, final CandidateKind kind)
    {
        return 0;
    }

    @Override
    public int signals(final int pe)
    {
        final V4Vcpu vcpu = host.residency.loaded(pe);

        return vcpu != null && host.guestCpu.isSignalled(vcpu) ? SIGNAL_VIRQ : 0;
    }

    @Override
    public PeSet virqs()
    {
        for (int cpu = 0; cpu < host.config.cpus(); cpu++)
        {
            virqs.set(cpu, signals(cpu) != 0);
        }

        return virqs;
    }

    @Override
    public String unsettled()
    {
        final Audit audit = new Audit(host);
        final String asleep = audit.violation(13);

        return asleep == null ? audit.violation(12) : asleep;
    }

    @Override
    public Accounts accounts()
    {
        return accounts;
    }

    @Override
    public long untranslated()
    {
        return messages.untranslated();
    }

    /** Returns 0: the host maps vPEs of its VMs alone, and destroys a VM once its events are unmapped. */
    @Override
    public long unreachable()
    {
        return 0;
    }

    /** Returns 0: software writes no register. */
    @Override
    public UnsyncedEvents unsyncedEvents()
    {
        return null;
    }

    @Override
    public List<IgnoredOperation> namedIgnoredOperations()
    {
        return List.of();
    }

    @Override
    public long softwareErrors()
    {
        return 0;
    }

    @Override
    public OperationDelays operationDelays()
    {
        return null;
    }

    @Override
    public long ignoredOperations()
    {
        return 0;
    }

    @Override
    public long unlinkedInstructions()
    {
        return 0;
    }

    /** Returns null: the ITS of a host is asked by {@link DirectQueries#vlpiOf}. */
    @Override
    public TranslationQueries translations()
    {
        return null;
    }

    @Override
    public DirectQueries queries()
    {
        return queries;
    }

    @Override
    public long indexBytes()
    {
        return pool.usedBytes();
    }

    /** Ignores the probe: a message is translated and made pending in one step. */
    @Override
    public void onTranslated(final Runnable probe)
    {
    }

    @Override
    protected DigestStream stateDigest()
    {
        return stateDigest;
    }

    @Override
    protected void digested(final DigestStream stream)
    {
        stream.memory(memory());
        host.state(stream);
        if (front.isUsed())
        {
            front.state(stream);
        }
    }

    @Override
    public long runDigest(final long stateDigest)
    {
        return Mix.of(Mix.of(commandDigest().value(), outputs().digest()), stateDigest);
    }

    @Override
    public void close()
    {
        pool.close();
        super.close();
    }

    @Override
    protected void saved(final StateStream stream)
    {
        stream.memory(memory());
        host.state(stream);
        for (int vm = 0; vm < host.vmCount(); vm++)
        {
            host.vm(vm).ledger.state(stream);
            host.vm(vm).routeState(stream);
        }
        final long parts = messages.state(stream, front.isUsed());
        commandDigest().state(stream);
        outputs().state(stream);
        if ((parts & Messages.FUNCTIONS_FOLLOW) != 0)
        {
            front.state(stream);
        }
        for (int vm = 0; vm < host.vmCount(); vm++)
        {
            host.vm(vm).ledger.proof(stream);
        }
        front.proof(stream);
        host.followed(stream, (parts & Messages.BOOKS_FOLLOW) != 0);
        if (stream.isRestoring())
        {
            for (int vm = 0; vm < host.vmCount(); vm++)
            {
                host.check.restored(host.vm(vm));
            }
        }
    }

    V4Host host()
    {
        return host;
    }

    /** Makes the host. A host that cannot be brought up leaves nothing open. */
    private V4Host host(final Gicv4Config keys, final Variant variant)
    {
        try
        {
            return new V4Host(keys, memory(), pool, outputs(), variant);
        }
        catch (final IllegalArgumentException ex)
        {
            close();
            throw ex;
        }
    }

    private void messageLong(final long word, final long ids)
    {
        if (Commands.longMsiIts(word) != 0)
        {
            throw new CommandException("no ITS " + Commands.longMsiIts(word));
        }
        messages.deliver((int)(ids >>> 32), (int)ids);
    }

    private void execute(final DirectBuffer frame, final int offset)
    {
        if (front.family(Commands.hostFamily(frame.getLong(offset))) != null)
        {
            front.executeChecked(frame, offset, outputs());
            return;
        }
        final V4Verb verb = V4Verb.of(frame.getLong(offset));
        final String refusal = verb == null || verb.isQuery() ? "no such command" : verbs.refusal(frame, offset);
        if (refusal != null)
        {
            throw new CommandException(refusal + ": 0x" + Long.toHexString(frame.getLong(offset)));
        }
        verbs.execute(frame, offset, outputs());
    }

    private void load(final long address, final int sizeBytes)
    {
        checkMapped(address, sizeBytes);
        final long value = peek(address, sizeBytes);
        outputs().result(value);
        front.loaded(address, sizeBytes, value);
    }

    private void store(final long address, final int sizeBytes, final long value)
    {
        checkMapped(address, sizeBytes);
        if (memory().contains(address, sizeBytes))
        {
            memory().store(address, sizeBytes, value);
            stored.stored(address, sizeBytes);
        }
        else
        {
            front.store(address, sizeBytes, value);
        }
    }

    private void checkMapped(final long address, final int sizeBytes)
    {
        if (!isMapped(address, sizeBytes))
        {
            throw new CommandException("unmapped: 0x" + Long.toHexString(address));
        }
    }

    private void storeRun(final long word, final DirectBuffer frame, final int offset)
    {
        final long address = frame.getLong(offset + 8);
        final int bytes = CommandFrames.ramBytes(word, address, memory());
        for (int i = 0; i < bytes; i++)
        {
            memory().store(address + i, 1, frame.getByte(offset + 16 + i));
        }
        stored.stored(address, bytes);
    }
}
