package org.gale.engine.script;

import java.util.List;
import org.gale.engine.config.NearestName;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.SessionProof;

/**
 * Session of the line protocol: executes lines on a machine and answers each with one line. The machine is built by the
 * first line that needs one, or by {@code machine}, which must come before. A line that is wrong is answered {@code
 * FAIL} and changes nothing, whatever bytes it holds. Owned by one thread.
 */
public final class ProtocolSession implements AutoCloseable
{
    /** Beginning of the line of a notice. */
    public static final String NOTICE_PREFIX = "! ";
    /** Beginning of the reply to a line that makes no GICv4 host. */
    public static final String HOST_REFUSAL = "FAIL v4 host: ";

    private static final String HOST = "host";
    private static final String ON = "on";
    private static final String OFF = "off";
    private static final String AUDIT = "v4 audit";

    private final TargetFactory factory;
    private final ReplyBuffer reply;
    private final LineParser line = new LineParser(Verb.MACHINE.spelling());
    private final Operands operands;
    private final MemoryVerbs memory;
    private final MachineVerbs machine;
    private final QueryVerbs queries;
    private final KvmVerbs kvm;
    private final V4Verbs v4;
    private final MsixVerbs msix;
    private final IrqfdVerbs irqfd;
    private final HelpVerb help;
    private ScriptTarget target;
    /** First promise that was broken, once the target is closed. */
    private InvariantBrokenException broken;
    private Verb lastVerb;
    private boolean isUsed;
    private boolean isRefused;
    private boolean isEnded;
    private boolean hasNotices;
    private List<SessionProof.Notice> notices = List.of();
    private int replyOffset;
    private boolean isNoticesLine;

    /**
     * Creates a session without a machine.
     *
     * @param factory builds its machine.
     * @param reply   takes the replies, each a line of ASCII with its end of line.
     */
    public ProtocolSession(final TargetFactory factory, final ReplyBuffer reply)
    {
        this.factory = factory;
        this.reply = reply;
        operands = new Operands(line, reply);
        memory = new MemoryVerbs(operands, reply);
        machine = new MachineVerbs(operands, reply);
        queries = new QueryVerbs(operands, reply);
        kvm = new KvmVerbs(operands, reply);
        v4 = new V4Verbs(operands, reply);
        msix = new MsixVerbs(operands, reply);
        irqfd = new IrqfdVerbs(operands, reply);
        help = new HelpVerb(line, reply);
    }

    /**
     * Executes a line and appends its reply, unless the line is blank or a comment.
     *
     * @param bytes  holds the line.
     * @param offset of its first byte.
     * @param length its length in bytes, without the end of line.
     */
    public void execute(final byte[] bytes, final int offset, final int length)
    {
        final int before = reply.length();
        isNoticesLine = false;
        executeLine(bytes, offset, length);
        tell(before);
    }

    /** Returns the broken promises that the last line, or the end, has shown; mostly none. */
    public List<SessionProof.Notice> notices()
    {
        return notices;
    }

    /** Returns whether the client has asked for notices. */
    public boolean hasNotices()
    {
        return hasNotices;
    }

    /** Returns whether the last line was a {@code notices} line. */
    boolean isNoticesLine()
    {
        return isNoticesLine;
    }

    /** Returns the offset of the reply to the last line, after its notices. */
    public int replyOffset()
    {
        return replyOffset;
    }

    /** Checks everything once more, at the end of the input. A client that asked for notices gets what is new. */
    public void scanAtEnd()
    {
        final int before = reply.length();
        if (target != null)
        {
            target.scan();
        }
        tell(before);
    }

    /** Returns the first promise that was broken, or null. */
    public InvariantBrokenException broken()
    {
        return target == null ? broken : target.broken();
    }

    private void tell(final int before)
    {
        replyOffset = before;
        notices = target == null ? List.of() : target.takeNotices();
        if (hasNotices && !notices.isEmpty())
        {
            for (final SessionProof.Notice notice : notices)
            {
                replyOffset = reply.insertLine(replyOffset, NOTICE_PREFIX + notice.line());
            }
        }
    }

    private void executeLine(final byte[] bytes, final int offset, final int length)
    {
        if (!line.parse(bytes, offset, length))
        {
            reply.append("FAIL more than ").appendUnsigned(line.wordLimit()).append(" words in a line").endLine();
            return;
        }
        if (line.wordCount() == 0)
        {
            return;
        }

        final Verb verb = Verb.of(line);
        lastVerb = verb;
        if (verb == null)
        {
            noSuchVerb();
        }
        else if (!verb.takes(line.wordCount() - 1))
        {
            reply.append("FAIL ").append(verb.spelling()).append(": ").appendUnsigned(line.wordCount() - 1)
                .append(line.wordCount() == 2 ? " operand" : " operands").append(", expected: ").append(verb.usage())
                .endLine();
        }
        else
        {
            operands.verb(verb);
            execute(verb);
        }
    }

    /** Answers a line that was too long to be parsed. */
    public void refuseLongLine(final int limitBytes)
    {
        reply.append("FAIL the line is longer than ").appendUnsigned(limitBytes).append(" bytes").endLine();
    }

    /** Answers a line that the end of a connection cut short. */
    void refuseCutLine()
    {
        reply.append("FAIL the connection ended before the line did").endLine();
    }

    /** Returns whether a command or query has used the machine, which is the machine of the session since then. */
    public boolean isUsed()
    {
        return isUsed;
    }

    /** Returns whether an address is that of a register with an IDLE bit. */
    public boolean isStatus(final long address)
    {
        return target != null && target.isStatus(address);
    }

    /** Returns whether the last verb shows the inside of the machine: the reply is one of these very keys. */
    public boolean showsInside()
    {
        return lastVerb != null && lastVerb.showsInside();
    }

    /** Returns whether {@code quit} has been answered. */
    public boolean isEnded()
    {
        return isEnded;
    }

    /** Returns whether a line ends the session. */
    boolean isQuit(final byte[] bytes, final int offset, final int length)
    {
        return line.parse(bytes, offset, length) && line.wordCount() == 1 && Verb.of(line) == Verb.QUIT;
    }

    /** Returns the queries whose replies say what became of every interrupt; none without a machine. */
    List<String> closingQueries()
    {
        final String stats = Verb.STATS.spelling();

        return target == null ? List.of() : target.isGicv4() ? List.of(stats, AUDIT) : List.of(stats);
    }

    /** Flushes the command log. Called before replies leave the process. */
    public void beforeReplies()
    {
        if (target != null)
        {
            target.beforeReplies();
        }
    }

    /**
     * Returns an explanation of the interrupts that an expected or an actual reply names.
     *
     * @param command that was answered.
     * @return lines, none if no interrupt is named
     */
    public List<String> explainReply(final String command, final String expected, final String actual)
    {
        return target == null ? List.of() : target.explainReply(command, expected, actual);
    }

    /** Notes that the session ends at a line that was answered FAIL, as it was asked to. */
    void endsAtFail()
    {
        if (target != null)
        {
            target.endsAtFail();
        }
    }

    /** Closes the machine. */
    @Override
    public void close()
    {
        if (target != null)
        {
            broken = target.broken();
            target.close();
            target = null;
        }
        isEnded = true;
    }

    private void execute(final Verb verb)
    {
        if (isRefused && !verb.isOfNoMachine())
        {
            reply.append("FAIL ").append(verb.spelling())
                .append(": there is no machine, because the machine line was wrong; give another, or quit").endLine();
            return;
        }
        switch (verb)
        {
            case MACHINE -> buildAsAsked();
            case QUIT -> quit();
            case HELP -> help.execute();
            case NOTICES -> chooseNotices();
            case V4 -> directInjection();
            default -> executeOnBuiltTarget(verb);
        }
    }

    private void executeOnBuiltTarget(final Verb verb)
    {
        if (target != null || build(List.of()))
        {
            start();
            if (target.isGicv4() && !verb.isOfEveryMachine())
            {
                reply.append("FAIL ").append(verb.spelling()).append(": a GICv4 host has no such verb").endLine();
            }
            else
            {
                final int before = reply.length();
                executeOnTarget(verb);
                refuseDifference(verb, before);
            }
        }
    }

    /** Answers FAIL in place of the reply where an operation is not in the schedule of the machine. */
    private void refuseDifference(final Verb verb, final int before)
    {
        final String refusal = target.scheduleRefusal();
        if (refusal != null)
        {
            reply.cut(before);
            reply.append("FAIL ").append(verb.spelling()).append(": ").append(refusal).endLine();
        }
    }

    private void directInjection()
    {
        if (line.wordCount() > 1 && line.text(1).equals(HOST))
        {
            replaceWithGicv4();
        }
        else if (target == null || !target.isGicv4())
        {
            reply.append("FAIL v4: the machine is no GICv4 host, which 'v4 host' makes of it").endLine();
        }
        else
        {
            v4.execute(target);
        }
    }

    private void start()
    {
        if (!isUsed)
        {
            isUsed = true;
            target.start();
        }
    }

    private void replaceWithGicv4()
    {
        if (isUsed)
        {
            reply.append(HOST_REFUSAL).append("only the first command of a session can make a GICv4 host").endLine();
        }
        else if (target != null || build(List.of()))
        {
            try
            {
                target.replaceWithGicv4(line.texts(2));
                start();
                reply.append("OK 0").endLine();
            }
            catch (final IllegalArgumentException ex)
            {
                reply.append(HOST_REFUSAL).append(String.valueOf(ex.getMessage())).endLine();
            }
            catch (final OutOfMemoryError ex)                   // the host refuses the size of RAM: nothing was built
            {
                reply.append(HOST_REFUSAL).append("the host has no memory for it: ")
                    .append(String.valueOf(ex.getMessage())).endLine();
            }
        }
    }

    private void executeOnTarget(final Verb verb)
    {
        switch (verb)
        {
            case READB -> memory.load(target, Byte.BYTES);
            case READW -> memory.load(target, Short.BYTES);
            case READL -> memory.load(target, Integer.BYTES);
            case READQ -> memory.load(target, Long.BYTES);
            case WRITEB -> memory.store(target, Byte.BYTES);
            case WRITEW -> memory.store(target, Short.BYTES);
            case WRITEL -> memory.store(target, Integer.BYTES);
            case WRITEQ -> memory.store(target, Long.BYTES);
            case READ -> memory.read(target);
            case WRITE -> memory.write(target);
            case MEMSET -> memory.memset(target);
            case B64READ -> memory.readBase64(target);
            case B64WRITE -> memory.writeBase64(target);
            case ENDIANNESS -> memory.endianness();
            case INSN -> machine.instruction(target);
            case SYSR -> machine.readRegister(target);
            case SYSW -> machine.writeRegister(target);
            case PPI -> machine.ppi(target);
            case SPI -> machine.spi(target);
            case WIRE -> machine.wire(target);
            case MSI -> machine.msi(target);
            case CLOCK_STEP -> machine.clockStep(target);
            case HPPI -> queries.hppi(target);
            case VHPPI -> queries.vhppi(target);
            case PPIHPPI -> queries.ppihppi(target);
            case VPPIHPPI -> queries.vppihppi(target);
            case SIGNAL -> queries.signal(target);
            case INSPECT -> queries.inspect(target);
            case EXPLAIN -> queries.explain(target);
            case DIGEST -> queries.digest(target);
            case KVM -> kvm.execute(target);
            case MSIX -> msix.execute(target);
            case IRQFD -> irqfd.execute(target);
            case STATS -> queries.stats(target);
            default -> throw new IllegalStateException("a verb without an implementation: " + verb);
        }
    }

    private void chooseNotices()
    {
        isNoticesLine = true;
        final String word = line.text(1);
        if (!word.equals(ON) && !word.equals(OFF))
        {
            operands.fail("MODE", 1).append(" is neither on nor off").endLine();
            return;
        }
        hasNotices = word.equals(ON);
        reply.ok();
    }

    private void quit()
    {
        isEnded = true;
        if (target != null)
        {
            target.scan();
        }
        reply.ok();
    }

    private void buildAsAsked()
    {
        if (target != null)
        {
            reply.append("FAIL machine: only the first line of a session can choose the machine").endLine();
        }
        else if (build(line.texts(1)))
        {
            isRefused = false;
            reply.ok();
        }
        else
        {
            isRefused = true;
        }
    }

    private boolean build(final List<String> keyValues)
    {
        try
        {
            target = factory.create(keyValues);
        }
        catch (final IllegalArgumentException ex)
        {
            reply.append("FAIL machine: ").append(String.valueOf(ex.getMessage())).endLine();
            return false;
        }
        catch (final OutOfMemoryError ex)                       // the host refuses the size of RAM: nothing was built
        {
            reply.append("FAIL machine: the host has no memory for it: ").append(String.valueOf(ex.getMessage()))
                .endLine();
            return false;
        }

        return true;
    }

    private void noSuchVerb()
    {
        final String word = line.text(0);
        final String hint = NearestName.hint(word, Verb.SPELLINGS);
        reply.append("FAIL no verb ").appendQuoted(line.bytes(), line.start(0), line.length(0));
        if (hint.isEmpty())
        {
            reply.append(": the verbs are ").append(String.join(" ", Verb.SPELLINGS)).endLine();
        }
        else
        {
            reply.append(hint).endLine();
        }
    }
}
