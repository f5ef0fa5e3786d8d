package org.gale.engine.script;

import java.util.List;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Outcome;
import org.gale.engine.inspect.Explain;
import org.gale.engine.inspect.ExplainedReply;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.machine.RegisterFrame;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.SessionProof;
import org.gale.engine.record.RecentCommands;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;

/**
 * Machine as the target of a session: encodes each operation as a command, and applies it. Queries go straight to the
 * machine. Owned by the thread of the session.
 */
public final class MachineTarget implements ScriptTarget
{
    private static final String ONLY_DOMAIN = "ns";
    private static final long CLOCK_LIMIT_NS = 1L << 60;

    /** Limit of the number of a wire's interrupt. */
    private static final long WIRE_ID_LIMIT = 1 << 16;

    private final Function<Machine, CommandLog> logs;
    private final MachineFactory machines;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private Machine machine;
    private int peCount;
    private int itsCount;
    private int iwbCount;
    private CommandLog log;
    private RecentCommands recent;
    private boolean isLogFailed;
    private boolean isLenient;
    private Outcome outcome = Outcome.OK;
    private SessionProof proof;
    private long sequence;
    private long nowNs;

    /**
     * Source of logs of sessions in which operations may differ from those of a schedule. A GICv4 host has none that
     * wait, and such a session leaves the keys of delays out.
     */
    public interface LenientLogs extends Function<Machine, CommandLog>
    {
    }

    private MachineTarget(
        final Machine machine, final Function<Machine, CommandLog> logs, final MachineFactory machines)
    {
        this.machines = machines;
        this.logs = logs;
        use(machine);
    }

    /**
     * Builds a machine at reset whose commands are not journaled.
     *
     * @throws IllegalArgumentException with a sentence for the user, if a key or a value is wrong.
     */
    public static ScriptTarget create(final List<String> keyValues)
    {
        return create(keyValues, machine -> CommandLog.NONE);
    }

    /**
     * Builds a machine at reset.
     *
     * @param keyValues the words of the {@code machine} line.
     * @param logs      opens the log of its commands before the first of them; closed with the machine, before it.
     * @throws IllegalArgumentException with a sentence for the user, if a key or a value is wrong.
     */
    public static ScriptTarget create(final List<String> keyValues, final Function<Machine, CommandLog> logs)
    {
        return create(keyValues, logs, Machines.FACTORY);
    }

    /**
     * Builds a machine at reset by a given factory.
     *
     * @param keyValues the words of the line that configures it.
     * @param logs      opens the log of its commands before the first of them; closed with the machine, before it.
     * @param machines  makes the machine, and the one that replaces it.
     * @throws IllegalArgumentException with a sentence for the user, if a key or a value is wrong.
     */
    public static ScriptTarget create(
        final List<String> keyValues, final Function<Machine, CommandLog> logs, final MachineFactory machines)
    {
        final List<String> words = keyValues.stream().map(ScheduleFile::inPlace).toList();
        MachineConfig.checkWords(words);

        return new MachineTarget(machines.create(MachineConfig.parse(words)), logs, machines);
    }

    @Override
    public boolean isStatus(final long address)
    {
        final RegisterFrame frame = machine.frames().find(address, Integer.BYTES);

        return frame != null && frame.registers().isStatus((int)(address - frame.base()));
    }

    @Override
    public String scheduleRefusal()
    {
        return isLenient ? null : ScheduleFile.refusal(machine.operationDelays());
    }

    @Override
    public int peCount()
    {
        return peCount;
    }

    @Override
    public int itsCount()
    {
        return itsCount;
    }

    @Override
    public int iwbCount()
    {
        return iwbCount;
    }

    @Override
    public boolean spiExists(final long id)
    {
        return id >= 0 && id <= Integer.MAX_VALUE && machine.spiExists((int)id);
    }

    @Override
    public boolean isMapped(final long address, final int sizeBytes)
    {
        return machine.isMapped(address, sizeBytes);
    }

    @Override
    public boolean isRam(final long address, final long lengthBytes)
    {
        return machine.memory().contains(address, lengthBytes);
    }

    @Override
    public boolean isInstructionDefined(final int pe, final int el, final int code)
    {
        return machine.isInstructionDefined(el, code) && !isGuestUndefined(pe, el);
    }

    @Override
    public boolean isRegisterReadable(final int pe, final int el, final int code)
    {
        return machine.isRegisterDefined(el, code, false) && !isGuestUndefined(pe, el);
    }

    @Override
    public boolean isRegisterWritable(final int pe, final int el, final int code)
    {
        return machine.isRegisterDefined(el, code, true) && !isGuestUndefined(pe, el);
    }

    @Override
    public boolean hasDomain(final String domain)
    {
        return domain.equals(ONLY_DOMAIN);
    }

    @Override
    public long load(final long address, final int sizeBytes)
    {
        return apply(Commands.load(command, 0, address, sizeBytes));
    }

    @Override
    public void store(final long address, final int sizeBytes, final long value)
    {
        apply(Commands.store(command, 0, address, sizeBytes, value));
    }

    @Override
    public void read(final long address, final byte[] destination, final int lengthBytes)
    {
        machine.memory().read(address, destination, 0, lengthBytes);
        if (machine.operationDelays() != null)
        {
            machine.operationDelays().view(address, destination, lengthBytes);  // M-ORD-15
        }
    }

    @Override
    public void write(final long address, final byte[] source, final int lengthBytes)
    {
        for (int done = 0; done < lengthBytes; done += Commands.RAM_BYTES_LIMIT)
        {
            final int count = Math.min(lengthBytes - done, Commands.RAM_BYTES_LIMIT);
            apply(Commands.ram(command, 0, address + done, source, done, count));
        }
    }

    @Override
    public long instruction(final int pe, final int el, final int code, final long operand)
    {
        return apply(Commands.insn(command, 0, pe, el, code, operand));
    }

    @Override
    public long readRegister(final int pe, final int el, final int code)
    {
        return apply(Commands.sysr(command, 0, pe, el, code));
    }

    @Override
    public void writeRegister(final int pe, final int el, final int code, final long value)
    {
        apply(Commands.sysw(command, 0, pe, el, code, value));
    }

    @Override
    public void ppi(final int pe, final long id, final int level)
    {
        wire(Commands.WIRE_PPI, pe, id, level);
    }

    @Override
    public void spi(final long id, final int level)
    {
        apply(Commands.wire(command, 0, Commands.WIRE_SPI, 0, (int)id, level != 0));
    }

    @Override
    public void wire(final int iwb, final long wire, final int level)
    {
        wire(Commands.WIRE_IWB, iwb, wire, level);
    }

    @Override
    public void msi(final int its, final int deviceId, final int eventId)
    {
        final int held = KvmMigrations.hold(machine, command, its, deviceId, eventId);
        apply(held == 0 ? Commands.message(command, 0, its, deviceId, eventId) : held);
    }

    @Override
    public void trigger(final int function, final int vector)
    {
        command.putLong(0, Commands.trigger(function, vector, 0));
        apply(Long.BYTES);
    }

    @Override
    public boolean clockStep(final long ns)
    {
        if (ns < 0 || ns >= CLOCK_LIMIT_NS - nowNs)
        {
            return false;
        }

        nowNs += ns;
        apply(Commands.time(command, 0, nowNs, nowNs));
        return true;
    }

    @Override
    public long hppi(final int pe, final String domain)
    {
        return machine.candidate(pe, CandidateKind.FORWARDED);
    }

    @Override
    public long vhppi(final int pe)
    {
        return machine.candidate(pe, CandidateKind.OF_RESIDENT);
    }

    @Override
    public long ppihppi(final int pe)
    {
        return machine.candidate(pe, CandidateKind.PPI);
    }

    @Override
    public long vppihppi(final int pe)
    {
        return machine.candidate(pe, CandidateKind.VIRTUAL_PPI);
    }

    @Override
    public int signals(final int pe)
    {
        return machine.signals(pe);
    }

    @Override
    public List<SessionProof.Notice> takeNotices()
    {
        return proof.take();
    }

    @Override
    public InvariantBrokenException broken()
    {
        return proof.first();
    }

    @Override
    public void scan()
    {
        proof.scan(sequence);
    }

    @Override
    public long digest()
    {
        scan();

        return machine.digest();
    }

    @Override
    public String stats()
    {
        scan();

        return StatsJson.of(machine, proof.losses());
    }

    @Override
    public String inspect(final List<String> view)
    {
        return Inspector.inspect(machine, view);
    }

    @Override
    public String explain(final List<String> words)
    {
        return JsonText.line(Explain.of(machine, recent, words));
    }

    @Override
    public List<String> explainReply(final String command, final String expected, final String actual)
    {
        return ExplainedReply.lines(machine, recent, command, List.of(expected, actual));
    }

    @Override
    public String hostRefusal(final DirectBuffer words)
    {
        final HostVerbs verbs = machine.hostVerbs(Commands.hostFamily(words.getLong(0)));

        return verbs == null ? "this machine has no such verbs" : verbs.refusal(words, 0);
    }

    @Override
    public int hostCommand(final DirectBuffer words, final int lengthBytes, final long[] values)
    {
        log().append(words, lengthBytes);
        machine.outputs().clear();
        proof.before(words, 0);
        machine.apply(words, 0);
        proof.applied(words, 0, ++sequence);
        recent.applied(words, 0);

        return machine.outputs().values(values);
    }

    @Override
    public String hostQuery(final DirectBuffer words)
    {
        return machine.hostVerbs(Commands.hostFamily(words.getLong(0))).query(words, 0);
    }

    @Override
    public boolean isGicv4()
    {
        return machine.config().gicv4() != null;
    }

    @Override
    public void replaceWithGicv4(final List<String> keyValues)
    {
        final MachineConfig config =
            logs instanceof LenientLogs ? machine.config().withoutDelays() : machine.config();
        final Machine host = machines.create(config.withGicv4(Gicv4Config.parse(keyValues)));
        machine.close();
        use(host);
    }

    @Override
    public void start()
    {
        log();
    }

    @Override
    public void beforeReplies()
    {
        if (log != null)
        {
            log.flush();
        }
    }

    @Override
    public void endsAtFail()
    {
        outcome = Outcome.CHECK_FAILED;
    }

    /** Closes the machine and the log, which a session without commands has, too. */
    @Override
    public void close()
    {
        try
        {
            if (!isLogFailed)
            {
                log().close(proof.verdict(outcome));
            }
        }
        finally
        {
            machine.close();
        }
    }

    /** Takes a machine at reset. What a line is checked against is copied from its configuration. */
    private void use(final Machine other)
    {
        final MachineConfig config = other.config();
        machine = other;
        peCount = config.pes();
        itsCount = config.virtual() ? config.value(MachineKeys.ITSS) : 0;
        iwbCount = config.virtual() ? config.value(MachineKeys.IWBS) : 0;
        proof = new SessionProof(other, true);
        recent = new RecentCommands(other, 0);
    }

    private CommandLog log()
    {
        if (log == null)
        {
            isLenient = logs instanceof LenientLogs;
            isLogFailed = true;
            log = logs.apply(machine);
            isLogFailed = false;
        }

        return log;
    }

    private void wire(final int kind, final int owner, final long id, final int level)
    {
        if (Long.compareUnsigned(id, WIRE_ID_LIMIT) < 0)                        // M-WIRE: no command can name others
        {
            apply(Commands.wire(command, 0, kind, owner, (int)id, level != 0));
        }
    }

    /**
     * Applies the command at the front of the buffer.
     *
     * @return the value that was put out last
     */
    private long apply(final int lengthBytes)
    {
        log().append(command, lengthBytes);
        machine.outputs().clear();
        proof.before(command, 0);
        machine.apply(command, 0);
        proof.applied(command, 0, ++sequence);
        recent.applied(command, 0);

        return machine.outputs().lastValue();
    }

    private boolean isGuestUndefined(final int pe, final int el)
    {
        return el == VEL1 && machine.isGuestUndefined(pe);
    }
}
