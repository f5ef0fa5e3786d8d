package org.gale.engine.witness;

import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;

/**
 * Witness of the guests of KVM: from the commands and their replies it follows each PPI of a vCPU through entries,
 * exits and images, and each line of an SPI, and compares. It leaves out VMs from before it began, and SPIs with
 * {@code ops.delay}. Where software writes registers of EL2 under a guest, it takes the PPIs of that PE as they are
 * until the next entry. Owned by the thread that owns the machine.
 */
final class KvmWitness
{
    private static final int VALUES = 3;
    /** Steps of a migration (M-MIG-1). */
    private static final int DESTROY = 4;
    private static final int RESTORE = 5;
    private static final int RESUME = 6;
    private static final int CDIA = 0x4618;
    private static final int CDNMIA = 0x4619;
    private static final int SPENDR = 0xc66e;
    private static final int CPENDR = 0xc66c;
    private static final int FIRST_OF_EL2 = 0xe650;
    private static final int LAST_OF_EL2 = 0xe65f;
    private static final int SPI_SELR = 0x108;
    private static final int SPI_CFGR = 0x114;
    private static final long ANSWER_VALID = 1L << 32;
    private static final int TYPE_SHIFT = 29;
    private static final int PPI = 1;
    private static final long REGISTER_MASK = 0xffff;
    private static final int PENDING = 1;
    private static final int LEVEL = 1 << 2;
    private static final int ID_MASK = 0xff_ffff;

    private final Machine machine;
    private final GuestComparison comparison;
    private final Int2ObjectHashMap<ShadowVm> vms = new Int2ObjectHashMap<>();
    private final ShadowVcpu[] onPe;
    private final ShadowVmImage staged = new ShadowVmImage();
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final long[] values = new long[VALUES];
    /** VM that migrates, or null, and by vCPU where it was: its PE, and whether it ran. */
    private ShadowVm migrating;
    private int[] pes;
    private boolean[] ran;
    private ShadowVm successor;

    /** Makes the witness of a machine before its first command of KVM, or of one that was restored. */
    KvmWitness(final Machine machine, final InterruptQueries queries, final WitnessSink sink)
    {
        this.machine = machine;
        comparison = new GuestComparison(machine, queries, sink);
        onPe = new ShadowVcpu[machine.config().pes()];
    }

    /** Returns whether a command is one of KVM. */
    static boolean isVerb(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.HOST && Commands.hostFamily(word) == KvmVerb.FAMILY;
    }

    /** Returns whether a command may change a PPI of a guest. */
    boolean concerns(final long word)
    {
        final int opcode = CommandWord.opcode(word);

        return opcode == CommandWord.INSN || opcode == CommandWord.SYSW || opcode == CommandWord.TURN;
    }

    /**
     * Follows a command that was applied alone, and compares. The log of the machine's outputs holds those of this
     * command.
     *
     * @param isTold true if the machine itself has reported a broken promise at this command
     */
    void applied(final DirectBuffer frame, final int offset, final boolean isTold)
    {
        final long word = frame.getLong(offset);
        switch (CommandWord.opcode(word))
        {
            case CommandWord.HOST:
                if (isVerb(word))
                {
                    executed(frame, offset, isTold);
                }
                break;
            case CommandWord.INSN:
                final int code = Commands.code(word);
                if (Commands.el(word) == Commands.VEL1 && (code == CDIA || code == CDNMIA))
                {
                    acknowledged(onPe[Commands.pe(word)], machine.outputs().lastValue());
                }
                break;
            case CommandWord.SYSW:
                written(onPe[Commands.pe(word)], Commands.el(word), (int)frame.getLong(offset + Long.BYTES),
                    frame.getLong(offset + 2 * Long.BYTES));
                break;
            case CommandWord.TURN:
                for (final ShadowVcpu vcpu : onPe)
                {
                    open(vcpu);
                }
                break;
            default:
                break;
        }
    }

    private void acknowledged(final ShadowVcpu vcpu, final long answer)
    {
        if (vcpu == null)
        {
            return;
        }
        final int ppi = (int)answer & ID_MASK;
        if ((answer & ANSWER_VALID) != 0 && (int)answer >>> TYPE_SHIFT == PPI && !vcpu.acknowledge(ppi))
        {
            comparison.invented(vcpu, ppi);
        }
        comparison.inGuest(vcpu);
    }

    private void written(final ShadowVcpu vcpu, final int el, final int code, final long value)
    {
        if (vcpu != null && el == Commands.VEL1 && (code == SPENDR || code == CPENDR))
        {
            final long bits = value & ShadowVcpu.EDGES & comparison.exposed();
            vcpu.visible = code == SPENDR ? vcpu.visible | bits : vcpu.visible & ~bits;
            comparison.inGuest(vcpu);
        }
        else if (code >= FIRST_OF_EL2 && code <= LAST_OF_EL2)
        {
            open(vcpu);
        }
    }

    private static void open(final ShadowVcpu vcpu)
    {
        if (vcpu != null)
        {
            vcpu.isOpen = true;
        }
    }

    private void executed(final DirectBuffer frame, final int offset, final boolean isTold)
    {
        final KvmVerb verb = KvmVerb.of(frame.getLong(offset));
        final int count = machine.outputs().values(values);
        final boolean isOk = count > 0 && values[0] == 0;
        final int number = KvmVerb.vm(frame.getLong(offset + Long.BYTES));
        if (verb == KvmVerb.CREATE_VM)
        {
            if (isOk && count > 1)
            {
                vms.put((int)values[1], new ShadowVm((int)values[1]));
            }
            return;
        }
        if (verb == KvmVerb.STEP && count > 0)
        {
            stepped(isOk, count > 1 ? (int)values[1] : 0, (int)values[2]);
        }
        if (verb == KvmVerb.RESTORE_DATA)
        {
            staged.stage(frame, offset);
        }
        final ShadowVm vm = verb.hasVm() ? vms.get(number) : null;
        if (vm != null && isOk)
        {
            executed(verb, vm, frame, offset, isTold);
        }
        if (verb == KvmVerb.RESTORE)
        {
            staged.clear();
        }
    }

    private void executed(
        final KvmVerb verb, final ShadowVm vm, final DirectBuffer frame, final int offset, final boolean isTold)
    {
        final long modifier = KvmVerb.modifier(frame.getLong(offset));
        final long word1 = frame.getLong(offset + Long.BYTES);
        final int argument = KvmVerb.argument16(word1);
        switch (verb)
        {
            case CREATE_VCPU -> vm.vcpus.add(
                new ShadowVcpu(vm.number, vm.vcpus.size(), frame.getLong(offset + 2 * Long.BYTES)));
            case CREATE_DEVICE -> vm.hasDevice |= (modifier & KvmVerb.DEVICE_TEST) == 0;
            case SET_ATTR -> attributeSet(vm, modifier, frame, offset);
            case GET_ATTR -> attributeRead(vm, modifier, frame, offset);
            case IRQ_LINE -> line(vm, modifier, KvmVerb.vcpu(word1), argument, isTold);
            case MMIO_WRITE -> stored(vm, KvmVerb.argument32(word1), modifier, frame.getLong(offset + 2 * Long.BYTES));
            case SAVE -> saved(vm);
            case RESTORE -> restored(vm);
            case DESTROY_VM -> destroyed(vm);
            case MIGRATE -> migrated(vm);
            default ->
            {
                if (verb.hasVcpu() && vm.vcpu(KvmVerb.vcpu(word1)) != null)
                {
                    executed(verb, vm, vm.vcpu(KvmVerb.vcpu(word1)), argument, modifier != 0);
                }
            }
        }
    }

    private void executed(
        final KvmVerb verb, final ShadowVm vm, final ShadowVcpu vcpu, final int argument, final boolean high)
    {
        switch (verb)
        {
            case LINE -> drive(vm, vcpu, argument, high);
            case MAP_PPI -> vcpu.mapped |= 1L << argument;
            case UNMAP_PPI -> vcpu.mapped &= ~(1L << argument);
            case RUN -> run(vm, vcpu, argument);
            case EXIT -> exit(vcpu);
            case PUT, BLOCK ->
            {
                exit(vcpu);
                leave(vcpu);
            }
            default ->
            {
                // Nothing of a PPI changes.
            }
        }
    }

    private void migrated(final ShadowVm vm)                                       // M-MIG-1
    {
        migrating = vm;
        pes = new int[vm.vcpus.size()];
        ran = new boolean[vm.vcpus.size()];
        for (final ShadowVcpu vcpu : vm.vcpus)
        {
            pes[vcpu.index] = vcpu.pe;
            ran[vcpu.index] = vcpu.isRunning;
            exit(vcpu);
            leave(vcpu);
        }
    }

    private void stepped(final boolean isOk, final int step, final int vm)
    {
        if (migrating == null)
        {
            return;
        }
        if (!isOk && vms.get(migrating.number) != null)
        {
            resume(migrating);                                                  // rolled back
            migrating = null;
        }
        else if (!isOk && successor != null)
        {
            vms.remove(successor.number);
            successor = null;
        }
        else if (isOk && step == DESTROY)
        {
            vms.remove(migrating.number);
        }
        else if (isOk && step == RESTORE)
        {
            successor = new ShadowVm(vm);
            successor.inherit(migrating);
            vms.put(vm, successor);
            successor.vcpus.forEach(comparison::held);
        }
        else if (isOk && step == RESUME)
        {
            resume(successor);
            migrating = null;
            successor = null;
        }
    }

    private void resume(final ShadowVm vm)
    {
        for (final ShadowVcpu vcpu : vm.vcpus)
        {
            if (pes[vcpu.index] != ShadowVcpu.NO_PE)
            {
                run(vm, vcpu, pes[vcpu.index]);
                if (!ran[vcpu.index])
                {
                    exit(vcpu);
                }
            }
        }
    }

    private void drive(final ShadowVm vm, final ShadowVcpu vcpu, final int ppi, final boolean high)
    {
        if (vm.isInitialised && vcpu != null)                                   // K-IL-11
        {
            vcpu.drive(ppi, high);
            comparison.held(vcpu);
        }
    }

    private void run(final ShadowVm vm, final ShadowVcpu vcpu, final int pe)
    {
        onPe[pe] = vm.hasDevice ? vcpu : null;
        if (vm.hasDevice)
        {
            vcpu.enter(pe, comparison.exposed());
            comparison.entered(vcpu);
            comparison.held(vcpu);
        }
    }

    private void exit(final ShadowVcpu vcpu)
    {
        vcpu.exit();
        comparison.held(vcpu);
    }

    private void leave(final ShadowVcpu vcpu)
    {
        if (vcpu.pe != ShadowVcpu.NO_PE)
        {
            onPe[vcpu.pe] = null;
            vcpu.pe = ShadowVcpu.NO_PE;
        }
        vcpu.isOpen = false;
    }

    private void destroyed(final ShadowVm vm)
    {
        vm.vcpus.forEach(this::leave);
        vms.remove(vm.number);
    }

    private void line(
        final ShadowVm vm, final long modifier, final int vcpuId, final int number, final boolean isTold)
    {
        final int type = (int)(modifier >>> KvmVerb.LINE_TYPE_SHIFT);
        final boolean high = (modifier & 1) != 0;
        if (type == KvmVerb.LINE_TYPE_PPI)
        {
            drive(vm, vm.vcpuById(vcpuId), number, high);
        }
        else if (type == KvmVerb.LINE_TYPE_SPI && vm.isInitialised && number < ShadowVm.SPI_LIMIT)
        {
            if (vm.drive(number, high) && !isTold)
            {
                comparison.interrupt(vm.number, Touched.spiOf(number), high,
                    high ? "its line has risen (K-IL-12)" : "its line has fallen (K-SPI-2)");
            }
        }
    }

    /** Takes a store of the guest into the frame of its IRS. */
    private void stored(final ShadowVm vm, final long at, final long sizeBytes, final long value)
    {
        if (at == SPI_SELR && sizeBytes == Integer.BYTES)
        {
            vm.selected = value & ID_MASK;
        }
        else if (at == SPI_CFGR && sizeBytes == Integer.BYTES)
        {
            vm.mode((value & 1) != 0);
            if (vm.isSelected())
            {
                comparison.handled(vm.number, Touched.spiOf((int)vm.selected), (value & 1) != 0);
            }
        }
        else if (at < SPI_CFGR + Integer.BYTES && at + sizeBytes > SPI_SELR)
        {
            vm.forgetSpis();
        }
    }

    private void attributeSet(final ShadowVm vm, final long modifier, final DirectBuffer frame, final int offset)
    {
        final long group = KvmVerb.argument32(frame.getLong(offset + Long.BYTES));
        final long attr = frame.getLong(offset + 2 * Long.BYTES);
        final long value = KvmAttr.count(modifier) == 0 ? 0 : frame.getLong(offset + 3 * Long.BYTES);
        if (group == KvmAttr.CTRL && attr == KvmAttr.CTRL_INIT && !vm.isInitialised)
        {
            vm.initialise();
        }
        else if (group == KvmAttr.NR_IRQS)
        {
            vm.spis = value;
        }
        else if (group == KvmAttr.CPU_SYSREGS)
        {
            final ShadowVcpu vcpu = vcpu(vm, modifier, attr);
            if (vcpu != null)
            {
                vcpu.waiting = value & ShadowVcpu.EDGES;                        // K-AT-41
                comparison.held(vcpu);
            }
        }
        else if (group == KvmAttr.IRS_REGS && attr == SPI_SELR)
        {
            vm.selected = value & ID_MASK;                                      // K-AT-64
        }
        else if (group == KvmAttr.IST)
        {
            restoredFrom(vm, value, frame.getLong(offset + 4 * Long.BYTES));
        }
    }

    private void attributeRead(final ShadowVm vm, final long modifier, final DirectBuffer frame, final int offset)
    {
        final ShadowVcpu vcpu = KvmVerb.argument32(frame.getLong(offset + Long.BYTES)) != KvmAttr.CPU_SYSREGS ? null :
            vcpu(vm, modifier, frame.getLong(offset + 2 * Long.BYTES));
        if (vcpu != null)
        {
            comparison.read(vcpu, values[1]);
        }
    }

    /** Returns the vCPU whose ICC_PPI_SPENDR0_EL1 an attribute names, or null. */
    private static ShadowVcpu vcpu(final ShadowVm vm, final long modifier, final long attr)
    {
        if ((attr & REGISTER_MASK) != SPENDR)
        {
            return null;
        }
        if ((modifier & KvmAttr.BY_INDEX) != 0)
        {
            return vm.vcpu((int)Math.min(attr >>> Short.SIZE, Integer.MAX_VALUE));
        }
        final long affinity = attr >>> Integer.SIZE;

        return vm.vcpuById((affinity & 0xf) | (affinity >>> 8 & 0xff) << 4 | (affinity >>> 16 & 0xff) << 12);
    }

    /** Compares the image that a save has made. */
    private void saved(final ShadowVm vm)
    {
        KvmVerb.IMAGE.encode(query, 0, 0, 0, 0, 0);
        final ShadowVmImage image = new ShadowVmImage();
        image.read(machine.hostVerbs(KvmVerb.FAMILY).query(query, 0));
        if (image.isOf(vm.vcpus.size()))
        {
            compare(vm, image, "the image that was saved says so (K-SR-3)");
            vm.vcpus.forEach(vcpu -> comparison.read(vcpu, image.pending(vcpu.index)));
        }
    }

    private void restored(final ShadowVm vm)
    {
        if (!staged.isOf(vm.vcpus.size()))
        {
            vm.forgetSpis();
            return;
        }
        vm.selected = staged.selected() & ID_MASK;
        for (int id = 0; id < staged.spis(); id++)
        {
            vm.restored(id, (staged.spi(id) & LEVEL) != 0, (staged.spi(id) & PENDING) != 0);
        }
        compare(vm, staged, "the image that was restored says so (K-SR-4)");
        for (final ShadowVcpu vcpu : vm.vcpus)
        {
            vcpu.waiting = staged.pending(vcpu.index) & ShadowVcpu.EDGES;
            comparison.held(vcpu);
        }
    }

    private void compare(final ShadowVm vm, final ShadowVmImage image, final String cause)
    {
        for (int id = 0; id < image.spis(); id++)
        {
            comparison.interrupt(vm.number, Touched.spiOf(id), (image.spi(id) & PENDING) != 0, cause);
        }
        for (int id = 0; id < image.lpis(); id++)
        {
            comparison.interrupt(vm.number, Touched.lpiOf(id), (image.lpi(id) & PENDING) != 0, cause);
        }
    }

    /** Takes SPIs that were restored from a buffer in RAM. */
    private void restoredFrom(final ShadowVm vm, final long address, final long lengthBytes)
    {
        for (int id = 0; id < lengthBytes / Integer.BYTES && id < ShadowVm.SPI_LIMIT; id++)
        {
            final int entry = (int)machine.peek(address + (long)id * Integer.BYTES, Integer.BYTES);
            vm.restored(id, (entry & LEVEL) != 0, (entry & PENDING) != 0);
        }
    }
}
