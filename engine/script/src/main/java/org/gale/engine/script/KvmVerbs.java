package org.gale.engine.script;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmImageVersion;
import org.gale.engine.command.KvmStep;
import org.gale.engine.command.KvmVerb;
import org.gale.ringbuf.CommandWord;

/**
 * Verbs of the protocol's lines {@code kvm …}: parses them into HOST commands and spells the answers. Owned by the
 * thread of the session.
 */
final class KvmVerbs
{
    /** Help on the verbs: operands, replies and errors. */
    static final List<VerbHelp> HELP = List.of(
        help(KvmVerb.CREATE_VM, "OK VM", ""),
        help(KvmVerb.CREATE_VCPU, "OK INDEX, the flat index of the vCPU",
            "OK -EINVAL for an ID or a count beyond the most, -EBUSY after INIT, -EEXIST, -EIO on a dead VM"),
        help(KvmVerb.CREATE_DEVICE, "OK 0; TYPE is vgic-v5; test checks only whether TYPE is known",
            "OK -ENODEV, -EEXIST, -EBUSY, -E2BIG, -ENOMEM, -EIO"),
        help(KvmVerb.HAS_ATTR, "OK 0", "OK -ENXIO, -EINVAL; FAIL without a device"),
        help(KvmVerb.GET_ATTR, "OK 0 VALUE...", "OK -ENXIO, -EINVAL, -EFAULT, -EBUSY, -ENOENT; FAIL without a device"),
        help(KvmVerb.SET_ATTR, "OK 0",
            "OK -ENXIO, -EINVAL, -EFAULT, -EBUSY, -EEXIST, -E2BIG, -ENOSPC, -ENOMEM; FAIL without a device"),
        help(KvmVerb.IRQ_LINE, "OK 0", "OK -ENXIO, -EINVAL, -EIO"),
        help(KvmVerb.LINE, "OK 0; an in-kernel device drives its PPI", "FAIL for a PPI that no device owns"),
        help(KvmVerb.RUN, "OK 0; the vCPU is resident on the PE",
            "OK -EBUSY before INIT, -ENXIO without an address of the IRS (kvm set_attr VM ADDR IRS VALUE), -EINVAL " +
                "while a restore is incomplete. Each such error kills the VM. OK -EIO on a dead VM. FAIL while " +
                "the vCPU runs, if another vCPU is loaded on the PE, or if the link of the PE is down"),
        help(KvmVerb.EXIT, "OK 0; the vCPU stays loaded", "FAIL unless it runs"),
        help(KvmVerb.PUT, "OK 0; the vCPU is not resident any more", ""),
        help(KvmVerb.BLOCK, "OK 0; as put, and requests a doorbell", "FAIL on a PE whose link is down"),
        help(KvmVerb.PENDING, "OK 0|1: whether the vCPU would wake", "FAIL while it is loaded"),
        help(KvmVerb.WOKEN, "OK 0|1: whether a doorbell or a kick came since block", ""),
        help(KvmVerb.MMIO_READ, "OK, or OK VALUE of a read; the guest accesses its IRS frame",
            "FAIL unless a vCPU of the VM runs, or outside the frame"),
        help(KvmVerb.COMMAND, "OK 0; a doorbell-domain command by its name",
            "OK -ENXIO, -EINVAL, -EBUSY, -E2BIG, -ETIMEDOUT"),
        help(KvmVerb.FAIL, "OK 0; the Nth next step of that name fails", "FAIL for a step that does not exist"),
        help(KvmVerb.SAVE, "OK 0; the image is in FILE, or in memory for @NAME",
            "OK -EBUSY, -ENXIO, -ENOMEM, -EIO; FAIL without a device, or for a FILE that cannot be written"),
        help(KvmVerb.RESTORE, "OK 0", "OK -EBUSY, -ENXIO, -EINVAL, -EIO; FAIL without a device or an image"),
        help(KvmVerb.DESTROY_VM, "OK 0", ""),
        help(KvmVerb.LEAKS, "OK {json}, or OK N for one of vm_ids, lpis, pages, those of living VMs included",
            "FAIL for another key"),
        help(KvmVerb.MAP_PPI, "OK 0; the guest's PPI follows the wire of its PE from the next entry",
            "OK -EINVAL for a PPI that no device owns"),
        help(KvmVerb.UNMAP_PPI, "OK 0; the guest's PPI follows the wire no longer",
            "OK -EINVAL for a PPI that no device owns"),
        help(KvmVerb.MIGRATE, "OK stop, the first step of the migration",
            "OK -ERRNO of a step that failed and was rolled back, -EIO on a dead VM; FAIL without a device, while a " +
                "VM migrates, or for another order or step"),
        help(KvmVerb.STEP, "OK STEP; OK resume VM, the new VM; OK 0 once the migration has ended",
            "OK -ERRNO of a step that failed: rolled back before destroy, else the image is restored once more; FAIL " +
                "where that has failed, too"),
        help(KvmVerb.PRECOPY, "OK precopy PASS TABLE SENT/PAGES..., before a migration",
            "OK -EIO on a dead VM; FAIL without a device, or while a VM migrates"));

    private static final NameTable STEPS = new NameTable(
        Arrays.stream(KvmStep.values()).map(KvmStep::name).collect(Collectors.toList()));
    private static final NameTable LINE_TYPES = new NameTable(List.of("cpu", "spi", "ppi"));
    private static final NameTable LEAK_KEYS = new NameTable(List.of("vm_ids", "lpis", "pages"));
    private static final String DEVICE = "vgic-v5";
    private static final String TEST = "test";
    private static final int TYPE_MAX = 15;
    private static final int VCPU_MAX = 4095;
    private static final int NUMBER_MAX = 65535;
    private static final int SIZE_MAX = 8;
    private static final int VM_WORD = 2;
    private static final int VCPU_WORD = 3;
    private static final int ARGUMENT_WORD = 4;
    private static final List<KvmVerb> VERBS = Arrays.stream(KvmVerb.values())
        .filter(verb -> verb.usage() != null).collect(Collectors.toList());
    private static final NameTable SPELLINGS = new NameTable(
        VERBS.stream().map(KvmVerb::spelling).collect(Collectors.toList()));

    private final Operands operands;
    private final ReplyBuffer reply;
    private final KvmAttributes attributes;
    private final KvmMigrations migrations;
    private final KvmImages images = new KvmImages();
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final long[] values = new long[1 + KvmVerb.OPERAND_LIMIT];
    private int valueCount;

    KvmVerbs(final Operands operands, final ReplyBuffer reply)
    {
        this.operands = operands;
        this.reply = reply;
        this.attributes = new KvmAttributes(operands);
        this.migrations = new KvmMigrations(operands);
    }

    /** Executes the line that the operands hold. */
    void execute(final ScriptTarget target)
    {
        final LineParser line = operands.line();
        final int index = line.wordCount() < 2 ? NameTable.ABSENT : line.find(1, SPELLINGS);
        if (index == NameTable.ABSENT)
        {
            reply.append("FAIL kvm: the verbs are ").append(VERBS.stream().map(KvmVerb::spelling)
                .collect(Collectors.joining(" "))).endLine();
            return;
        }
        final KvmVerb verb = VERBS.get(index);
        if (verb.takes(line.wordCount() - 2))
        {
            execute(target, verb);
        }
        else
        {
            reply.append("FAIL expected: ").append(("kvm " + verb.spelling() + ' ' + verb.usage()).trim()).endLine();
        }
    }

    private void execute(final ScriptTarget target, final KvmVerb verb)
    {
        switch (verb)
        {
            case CREATE_VM -> answerNumber(target, ofVm(verb, 0, 0));
            case CREATE_VCPU -> createVcpu(target);
            case CREATE_DEVICE -> createDevice(target);
            case HAS_ATTR, GET_ATTR, SET_ATTR -> attribute(target, verb);
            case IRQ_LINE -> irqLine(target);
            case LINE -> line(target);
            case MMIO_READ -> mmio(target);
            case COMMAND -> command(target);
            case FAIL -> fail(target);
            case SAVE -> save(target);
            case RESTORE -> restore(target);
            case LEAKS -> leaks(target);
            case MIGRATE -> migrate(target);
            case PRECOPY -> precopy(target);
            case STEP -> answerStep(target, KvmVerb.STEP.encode(words, 0, 0, 0, 0, 0));
            default -> named(target, verb);
        }
    }

    /** Executes a verb of a VM, or of a vCPU with at most one operand more. */
    private void named(final ScriptTarget target, final KvmVerb verb)
    {
        final int count = operands.line().wordCount();
        if (!isVm() || (verb.hasVcpu() && !operands.number(VCPU_WORD, "VCPU")) ||
            (count > ARGUMENT_WORD && !operands.number(ARGUMENT_WORD, verb.operandName(ARGUMENT_WORD - VM_WORD))))
        {
            return;
        }
        final int length = verb.encode(words, 0, 0, operands.value(VM_WORD), verb.hasVcpu() ?
            operands.value(VCPU_WORD) : 0, count > ARGUMENT_WORD ? operands.value(ARGUMENT_WORD) : 0);
        if (verb.isQuery())
        {
            answerQuery(target);
        }
        else
        {
            answer(target, length);
        }
    }

    private void createVcpu(final ScriptTarget target)
    {
        if (isVm() && operands.number(3, "ID"))
        {
            answerNumber(target, ofVm(KvmVerb.CREATE_VCPU, 0, 0, operands.value(3)));
        }
    }

    private void createDevice(final ScriptTarget target)
    {
        final LineParser line = operands.line();
        final boolean isTest = line.wordCount() > 4;
        if (isTest && !line.text(4).equals(TEST))
        {
            operands.fail("FLAG", 4).append(" is not test").endLine();
        }
        else if (isVm())
        {
            final int known = line.text(3).equals(DEVICE) ? KvmVerb.DEVICE_KNOWN : 0;
            answer(target, ofVm(KvmVerb.CREATE_DEVICE, known | (isTest ? KvmVerb.DEVICE_TEST : 0), 0));
        }
    }

    private void attribute(final ScriptTarget target, final KvmVerb verb)
    {
        if (isVm())
        {
            final int length = attributes.encode(verb, operands.value(VM_WORD), words);
            if (length != 0)
            {
                answer(target, length);
            }
        }
    }

    private void irqLine(final ScriptTarget target)
    {
        long type = operands.line().find(3, LINE_TYPES);
        if (type == NameTable.ABSENT)
        {
            if (!operands.line().parseNumber(3))
            {
                operands.fail("TYPE", 3).append(" is not cpu, spi or ppi, or a number from 0 to " + TYPE_MAX).endLine();
                return;
            }
            if (!operands.numberBetween(3, "TYPE", 0, TYPE_MAX))
            {
                return;
            }
            type = operands.value(3);
        }
        if (isVm() && operands.numberBetween(4, "VCPU", 0, VCPU_MAX) &&
            operands.numberBetween(5, "NUM", 0, NUMBER_MAX) && operands.level(6))
        {
            final long modifier = (type << KvmVerb.LINE_TYPE_SHIFT) | operands.value(6);
            answer(target, KvmVerb.IRQ_LINE.encode(words, 0, modifier,
                operands.value(VM_WORD), operands.value(4), operands.value(5)));
        }
    }

    private void line(final ScriptTarget target)
    {
        if (isVcpu() && operands.number(4, "PPI") && operands.level(5))
        {
            answer(target, ofVcpu(KvmVerb.LINE, operands.value(5), operands.value(4)));
        }
    }

    private void mmio(final ScriptTarget target)
    {
        final LineParser line = operands.line();
        final String direction = line.text(3);
        final boolean isWrite = direction.equals("w");
        if (!isWrite && !direction.equals("r"))
        {
            operands.fail("DIRECTION", 3).append(" is not r or w").endLine();
        }
        else if (line.wordCount() != (isWrite ? 7 : 6))
        {
            operands.fail("DIRECTION", 3).append(isWrite ? " takes a VALUE" : " takes no VALUE").endLine();
        }
        else if (isVm() && operands.number(4, "OFFSET") && operands.numberBetween(5, "SIZE", 1, SIZE_MAX) &&
            (!isWrite || operands.number(6, "VALUE")))
        {
            final long offset = operands.value(4);
            final int length = isWrite ? ofVm(KvmVerb.MMIO_WRITE, operands.value(5), offset, operands.value(6)) :
                ofVm(KvmVerb.MMIO_READ, operands.value(5), offset);
            if (isExecuted(target, length))
            {
                reply.append("OK");
                appendFurtherValues();
                reply.endLine();
            }
        }
    }

    private void command(final ScriptTarget target)
    {
        if (isVcpu())
        {
            answer(target, ofVcpu(KvmVerb.COMMAND, 0, operands.line().find(4, STEPS) + 1));
        }
    }

    private void fail(final ScriptTarget target)
    {
        final boolean hasNumber = operands.line().wordCount() > 3;
        if (!hasNumber || operands.number(3, "N"))
        {
            final int step = operands.line().find(2, STEPS) + 1;
            answer(target, KvmVerb.FAIL.encode(words, 0, 0, 0, 0, step, hasNumber ? operands.value(3) : 1));
        }
    }

    private void migrate(final ScriptTarget target)
    {
        if (isVm())
        {
            final int length = migrations.encode(operands.value(VM_WORD), words);
            if (length != 0)
            {
                answerStep(target, length);
            }
        }
    }

    private void precopy(final ScriptTarget target)
    {
        if (isVm() && isExecuted(target, ofVm(KvmVerb.PRECOPY, 0, 0)))
        {
            KvmMigrations.answerPass(reply, values, valueCount);
        }
    }

    private void answerStep(final ScriptTarget target, final int lengthBytes)
    {
        if (isExecuted(target, lengthBytes))
        {
            migrations.answer(reply, values, valueCount);
        }
    }

    private void save(final ScriptTarget target)
    {
        if (isVm() && isExecuted(target, ofVm(KvmVerb.SAVE, 0, 0)))
        {
            if (values[0] == 0)
            {
                ofVm(KvmVerb.IMAGE, 0, 0);
                final String reason = images.write(operands.line().text(3), target.hostQuery(words));
                if (reason != null)
                {
                    operands.fail("FILE", 3).append(' ').append(reason).endLine();
                    return;
                }
            }
            answer();
        }
    }

    private void restore(final ScriptTarget target)
    {
        if (!isVm())
        {
            return;
        }
        final KvmImages.Image read = images.read(operands.line().text(3));
        final long version = read.refusal() == null ? read.words().get(0) : 0;
        final String refusal = KvmImageVersion.isNewer(version) ?
            KvmImages.newer(KvmImageVersion.of(version), KvmImageVersion.CURRENT) : read.refusal();
        if (refusal != null)
        {
            operands.fail("FILE", 3).append(' ').append(refusal).endLine();
            return;
        }
        final List<Long> image = read.words();
        ofVm(KvmVerb.RESTORE, 0, 0, image.size());
        if (isRefused(target))
        {
            return;
        }
        stage(target, image);
        answer(target, ofVm(KvmVerb.RESTORE, 0, 0, image.size()));
    }

    /** Journals the words of an image that are not zero, and the last one, so that the machine holds them. */
    private void stage(final ScriptTarget target, final List<Long> image)
    {
        final long[] part = new long[KvmVerb.OPERAND_LIMIT];
        for (int first = 0; first < image.size(); first += part.length)
        {
            long any = first + part.length >= image.size() ? 1 : 0;
            final int count = Math.min(part.length, image.size() - first);
            for (int i = 0; i < count; i++)
            {
                part[i] = image.get(first + i);
                any |= part[i];
            }
            if (any != 0)
            {
                target.hostCommand(words, KvmVerb.RESTORE_DATA.encode(
                    words, 0, 0, 0, 0, first, Arrays.copyOf(part, count)), values);
            }
        }
    }

    private void leaks(final ScriptTarget target)
    {
        final LineParser line = operands.line();
        final int key = line.wordCount() > 2 ? line.find(2, LEAK_KEYS) : 0;
        if (key == NameTable.ABSENT)
        {
            operands.fail("KEY", 2).append(" is not one of vm_ids, lpis, pages").endLine();
        }
        else
        {
            KvmVerb.LEAKS.encode(words, 0, 0, 0, 0, line.wordCount() > 2 ? key + 1 : 0);
            answerQuery(target);
        }
    }

    private static VerbHelp help(final KvmVerb verb, final String reply, final String errors)
    {
        return new VerbHelp(verb.spelling(), ("kvm " + verb.spelling() + ' ' + verb.usage()).trim(), reply, errors);
    }

    private boolean isVm()
    {
        return operands.number(VM_WORD, "VM");
    }

    private boolean isVcpu()
    {
        return isVm() && operands.number(VCPU_WORD, "VCPU");
    }

    private int ofVm(final KvmVerb verb, final long modifier, final long argument, final long... behind)
    {
        final long vm = verb == KvmVerb.CREATE_VM ? 0 : operands.value(VM_WORD);

        return verb.encode(words, 0, modifier, vm, 0, argument, behind);
    }

    private int ofVcpu(final KvmVerb verb, final long modifier, final long argument)
    {
        return verb.encode(words, 0, modifier, operands.value(VM_WORD), operands.value(VCPU_WORD), argument);
    }

    private boolean isRefused(final ScriptTarget target)
    {
        final String reason = target.hostRefusal(words);
        if (reason != null)
        {
            reply.append("FAIL kvm ").append(operands.line().text(1)).append(": ").append(reason).endLine();
        }

        return reason != null;
    }

    /** Executes the command in the buffer unless it is refused; the values then have the answer. */
    private boolean isExecuted(final ScriptTarget target, final int lengthBytes)
    {
        if (isRefused(target))
        {
            return false;
        }
        valueCount = target.hostCommand(words, lengthBytes, values);

        return true;
    }

    private void answer(final ScriptTarget target, final int lengthBytes)
    {
        if (isExecuted(target, lengthBytes))
        {
            answer();
        }
    }

    private void answer()
    {
        reply.append("OK ").append(Errno.text((int)values[0]));
        appendFurtherValues();
        reply.endLine();
    }

    private void answerNumber(final ScriptTarget target, final int lengthBytes)
    {
        if (isExecuted(target, lengthBytes))
        {
            if (values[0] == 0)
            {
                reply.append("OK ").appendUnsigned(values[1]).endLine();
            }
            else
            {
                answer();
            }
        }
    }

    private void answerQuery(final ScriptTarget target)
    {
        if (!isRefused(target))
        {
            reply.append("OK ").append(target.hostQuery(words)).endLine();
        }
    }

    /** Appends the values behind the first one, which is the errno. */
    private void appendFurtherValues()
    {
        for (int i = 1; i < valueCount; i++)
        {
            reply.append(' ').appendHex(values[i]);
        }
    }
}
