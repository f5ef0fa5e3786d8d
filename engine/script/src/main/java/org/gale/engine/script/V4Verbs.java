package org.gale.engine.script;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.PrecopyPages;
import org.gale.engine.command.V4FailableStep;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.NearestName;
import org.gale.ringbuf.CommandWord;

/**
 * The {@code v4} lines of script.md#direct-injection-verbs: turns words into HOST commands of family 2, and their
 * answers into replies. {@code v4 host} is not here, because it builds a machine. Owner: the thread of the session.
 */
final class V4Verbs
{
    /** Help on the verbs, {@code host} among them: operands, replies and errors. */
    static final List<VerbHelp> HELP = List.of(
        help("host", "[vpeid_bits=N] [vpeids=N] [cpus=N] [lpi_bits=N] [version=4.0|4.1] " +
            "[policy=per-vcpu|all-or-nothing] [msix.address=ADDRESS]", "OK 0; the machine is a GICv4 host",
            "FAIL unless only machine, notices and help come before it, or for a bad key"),
        help("create_vm", "NVCPUS", "OK VM", "FAIL unless 1 to 512 vCPUs"),
        help("destroy_vm", "VM", "OK 0; vCPUs are put, and vLPIs are discarded; OK 0 for a VM that is gone",
            "OK -EBUSY while a transition is open; FAIL for a VM that never was, or that migrates"),
        help("map", "VM DEVICE EVENT VCPU VINTID", "OK 0", "OK -EINVAL, -EEXIST; FAIL for a VM that does not exist"),
        help("move", "VM DEVICE EVENT VCPU", "OK 0", "OK -EINVAL, -ENOENT; FAIL for a VM that does not exist"),
        help("moveall", "VM VCPU VCPU", "OK 0", "OK -EINVAL; FAIL for a VM that does not exist"),
        help("discard", "VM DEVICE EVENT", "OK 0", "OK -ENOENT; FAIL for a VM that does not exist"),
        help("config", "VM VINTID PRIORITY ENABLE", "OK 0", "FAIL for a VM, vINTID or value out of range"),
        help("enable", "VM VCPU", "OK 0; the vCPU's vLPIs are injected directly",
            "OK -EINVAL, -EBUSY, -ENOSPC, -ENOMEM; FAIL for a VM that does not exist"),
        help("disable", "VM VCPU", "OK 0; the vCPU's vLPIs are forwarded by software",
            "OK -EINVAL, -EBUSY; FAIL for a VM that does not exist"),
        help("query", "VM VCPU", "OK 0|1: whether injection is direct",
            "OK -EINVAL; FAIL for a VM that does not exist"),
        help("begin", "enable|disable VM VCPU", "OK STEP, the first step of the transition; OK 0 if there is none",
            "as enable and disable"),
        help("step", "", "OK STEP; OK 0 once the transition or migration has ended; OK resume VM, the new VM",
            "OK -ERRNO of a transition or a step of a migration that failed; FAIL where restoring an image has " +
                "failed twice"),
        help("msi", "DEVICE EVENT", "OK; a message", ""),
        help("load", "VM VCPU CPU", "OK 0", "OK -EBUSY; FAIL for a vCPU or CPU that does not exist"),
        help("put", "VM VCPU", "OK 0", "FAIL for a vCPU that does not exist"),
        help("block", "VM VCPU", "OK 0; as put, and requests a doorbell", "FAIL for a vCPU that does not exist"),
        help("ack", "VM VCPU", "OK VINTID, or OK none", "FAIL for a vCPU that does not exist"),
        help("eoi", "VM VCPU VINTID", "OK", "FAIL for a vCPU or vINTID that does not exist"),
        help("state", "VM VINTID", "OK pending=0|1 route=PHYS|VIRT|NONE vcpu=N|none spurious=N",
            "FAIL for a VM or vINTID that does not exist"),
        help("woken", "VM VCPU", "OK 0|1: whether a doorbell or a kick came since block",
            "FAIL for a vCPU that does not exist"),
        help("sgi", "VM VCPU N", "OK", "FAIL for a vCPU that does not exist, or an SGI above 15"),
        help("audit", "", "OK {json}: V4-INV-1 to V4-INV-16, each true or its first violation", ""),
        help("fail", "STEP [N]", "OK 0; the Nth next step of that name fails",
            "FAIL unless STEP is E2, E5 or D5 and N at least 1"),
        help("legacy", "on", "OK 0; the posted order of a transition, which loses interrupts", ""),
        help("save", "VM FILE", "OK 0; the image is in FILE, or in memory for @NAME",
            "OK -EBUSY while a vCPU is loaded or a transition is open, -EACCES for a direct vCPU of version 4.0, " +
                "-ENOMEM; FAIL for a VM that does not exist, or a FILE that cannot be written"),
        help("restore", "VM FILE", "OK 0",
            "OK -EBUSY unless the VM is new, -EINVAL for another number of vCPUs or what this host cannot have, " +
                "-ENOSPC, -ENOMEM; FAIL without an image"),
        help("migrate", "VM [order=ORDER] [fail=STEP]", "OK stop, the first step of the migration",
            "OK -ERRNO of a step that failed and was rolled back; FAIL while a VM migrates or a transition is open, " +
                "or for another order or step"),
        help("precopy", "VM", "OK precopy PASS TABLE SENT/PAGES..., before a migration",
            "FAIL while a VM migrates or a transition is open, or for a VM that does not exist"));

    private static final NameTable STEPS = new NameTable(
        Arrays.stream(V4FailableStep.values()).map(V4FailableStep::name).collect(Collectors.toList()));
    private static final int VERB_WORD = 1;
    private static final int STEP_WORD = VERB_WORD + 1;
    private static final String BEGIN = "begin";
    private static final String MSI = "msi";
    private static final int RESULT_LIMIT = 2 + PrecopyPages.TABLE_LIMIT;
    private static final int OPTION_LIMIT = 2;
    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;
    private static final List<String> SPELLINGS = Arrays.stream(V4Verb.values()).filter(verb -> !verb.isInternal())
        .map(V4Verb::spelling).collect(Collectors.toList());

    private final Operands operands;
    private final ReplyBuffer reply;
    private final V4Images images;
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final long[] results = new long[RESULT_LIMIT];

    V4Verbs(final Operands operands, final ReplyBuffer reply)
    {
        this.operands = operands;
        this.reply = reply;
        this.images = new V4Images(operands);
    }

    /**
     * Executes a line.
     *
     * @param target of the session, with a GICv4 machine
     */
    void execute(final ScriptTarget target)
    {
        final LineParser line = operands.line();
        if (line.wordCount() <= VERB_WORD)
        {
            reply.append("FAIL v4: a verb is missing").endLine();
            return;
        }
        final String word = line.text(VERB_WORD);
        if (word.equals(MSI))
        {
            message(target);
            return;
        }
        final int firstOperand = word.equals(BEGIN) ? VERB_WORD + 2 : VERB_WORD + 1;
        final V4Verb verb = verb(line, word);
        if (verb == null)
        {
            reply.append("FAIL v4: no verb '").append(word).append('\'')
                .append(NearestName.hint(word, SPELLINGS)).endLine();
        }
        else if (verb == V4Verb.LEGACY)
        {
            legacy(target, line);
        }
        else if (verb == V4Verb.FAIL)
        {
            fail(target, line);
        }
        else if (verb == V4Verb.MIGRATE)
        {
            migrate(target, line);
        }
        else if (verb == V4Verb.SAVE || verb == V4Verb.RESTORE)
        {
            image(target, verb);
        }
        else
        {
            execute(target, verb, firstOperand);
        }
    }

    private void migrate(final ScriptTarget target, final LineParser line)
    {
        final int operandCount = line.wordCount() - VERB_WORD - 1;
        if (operandCount >= 1 && operandCount <= 1 + OPTION_LIMIT)
        {
            final int length = images.migrate(words);
            if (length != 0)
            {
                answer(target, V4Verb.MIGRATE, length);
            }
        }
        else
        {
            reply.append("FAIL v4 migrate: expected: migrate VM [order=ORDER] [fail=STEP]").endLine();
        }
    }

    /** Saves a VM into a file, or restores one from it. */
    private void image(final ScriptTarget target, final V4Verb verb)
    {
        if (!hasOperands(verb.spelling(), VERB_WORD + 1, 2))
        {
            return;
        }
        if (verb == V4Verb.RESTORE)
        {
            final List<Long> image = images.read();
            if (image != null && !isRefused(target, verb, images.restore(words, image.size())))
            {
                V4Images.stage(target, words, image, results);
                apply(target, verb, images.restore(words, image.size()));
            }
            return;
        }
        final int length = images.save(words);
        if (length != 0 && !isRefused(target, verb, length))
        {
            target.hostCommand(words, length, results);
            final long errno = results[0];
            if (errno != 0 || images.write(target, words))
            {
                reply.append("OK ").append(Errno.text((int)errno)).endLine();
            }
        }
    }

    private static V4Verb verb(final LineParser line, final String word)
    {
        if (word.equals(BEGIN))
        {
            return line.wordCount() <= VERB_WORD + 1 ? null : switch (line.text(VERB_WORD + 1))
            {
                case "enable" -> V4Verb.BEGIN_ENABLE;
                case "disable" -> V4Verb.BEGIN_DISABLE;
                default -> null;
            };
        }

        final V4Verb verb = word.indexOf('_') == BEGIN.length() ? null : V4Verb.of(word);   // no begin_enable

        return verb == null || verb.isInternal() ? null : verb;
    }

    private void message(final ScriptTarget target)
    {
        if (hasOperands(MSI, VERB_WORD + 1, 2) &&
            operands.numberBetween(VERB_WORD + 1, "DEVICE", 0, UNSIGNED_INT_MAX) &&
            operands.numberBetween(VERB_WORD + 2, "EVENT", 0, UNSIGNED_INT_MAX))
        {
            target.msi(0, operands.intValue(VERB_WORD + 1), operands.intValue(VERB_WORD + 2));
            reply.ok();
        }
    }

    private void legacy(final ScriptTarget target, final LineParser line)
    {
        if (line.wordCount() == VERB_WORD + 2 && line.text(VERB_WORD + 1).equals("on"))
        {
            apply(target, V4Verb.LEGACY, V4Verb.LEGACY.encode(words, 0));
        }
        else
        {
            reply.append("FAIL v4 legacy: expected: legacy on").endLine();
        }
    }

    private void fail(final ScriptTarget target, final LineParser line)
    {
        final boolean hasNumber = line.wordCount() > STEP_WORD + 1;
        if (hasOperands(V4Verb.FAIL.spelling(), STEP_WORD, hasNumber ? 2 : 1) &&
            (!hasNumber || operands.number(STEP_WORD + 1, "N")))
        {
            final int step = line.find(STEP_WORD, STEPS) + 1;
            answer(target, V4Verb.FAIL,
                V4Verb.FAIL.encode(words, 0, step, hasNumber ? operands.value(STEP_WORD + 1) : 1));
        }
    }

    private void execute(final ScriptTarget target, final V4Verb verb, final int firstOperand)
    {
        if (!hasOperands(verb.spelling(), firstOperand, verb.operands()))
        {
            return;
        }
        final long[] values = new long[verb.operands()];
        for (int i = 0; i < values.length; i++)
        {
            if (!operands.number(firstOperand + i, "operand"))
            {
                return;
            }
            values[i] = operands.value(firstOperand + i);
        }
        answer(target, verb, verb.encode(words, 0, values));
    }

    /** Returns whether the command in the buffer is refused, after the reply that says why. */
    private boolean isRefused(final ScriptTarget target, final V4Verb verb, final int length)
    {
        final String refusal = length == 0 ? null : target.hostRefusal(words);
        if (refusal != null)
        {
            reply.append("FAIL v4 ").append(verb.spelling()).append(": ").append(refusal).endLine();
        }

        return refusal != null;
    }

    private void answer(final ScriptTarget target, final V4Verb verb, final int length)
    {
        if (isRefused(target, verb, length))
        {
            return;
        }
        if (verb.isQuery())
        {
            reply.append("OK ").append(target.hostQuery(words)).endLine();
        }
        else
        {
            apply(target, verb, length);
        }
    }

    private void apply(final ScriptTarget target, final V4Verb verb, final int length)
    {
        final int count = target.hostCommand(words, length, results);
        if (results[0] != 0)
        {
            reply.append("OK ").append(Errno.text((int)results[0])).endLine();
            return;
        }
        final long value = results[count - 1];
        switch (verb)
        {
            case CREATE_VM -> reply.append("OK ").appendUnsigned(value).endLine();
            case ACK -> reply.append(value < 0 ? "OK none" : "OK " + value).endLine();
            case STEP, BEGIN_ENABLE, BEGIN_DISABLE, MIGRATE -> reply.append("OK ").append(V4Step.name(value)).endLine();
            case PRECOPY -> reply.append("OK ").append(PrecopyPages.text(results, count)).endLine();
            case EOI, SGI -> reply.ok();
            default -> reply.append("OK 0").endLine();
        }
    }

    private boolean hasOperands(final String spelling, final int firstOperand, final int expected)
    {
        final int given = operands.line().wordCount() - firstOperand;
        if (given == expected)
        {
            return true;
        }
        reply.append("FAIL v4 ").append(spelling).append(": ").appendUnsigned(given).append(" operands, expected: ")
            .appendUnsigned(expected).endLine();

        return false;
    }

    private static VerbHelp help(final String name, final String operands, final String reply, final String errors)
    {
        return new VerbHelp(name, ("v4 " + name + ' ' + operands).trim(), reply, errors);
    }
}
