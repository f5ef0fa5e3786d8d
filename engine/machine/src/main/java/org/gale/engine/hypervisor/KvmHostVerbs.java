package org.gale.engine.hypervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmStep;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.FlatJson;
import org.gale.engine.config.KvmKernel;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.DriverPort;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.engine.machine.WordList;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.SystemRegister;

/**
 * Host verbs of family 1, {@code kvm}: decodes the words of a HOST command and has KVM execute it. The first command
 * brings the host up.
 */
public final class KvmHostVerbs implements GuestHost, ResumableMigrations
{
    private static final int FIVE_PRIORITY_16_ID_BITS = 0x40;
    private static final int UNUSED = 0;
    private static final int USED = 1;
    private static final int MIGRATES = 2;
    private static final int HAS_MIGRATED = 3;
    /** In addition to one of these: passes were made before a migration. */
    private static final int PASSES = 4;

    final Kvm kvm;
    private final KvmKernel kernel;
    private final Migrations migrations;
    private final KvmRefusal refusal;
    private final AttrName attr = new AttrName();
    private final AttrValue value = new AttrValue();
    private final WordList saved = new WordList();
    private final WordList staged = new WordList();
    private final VcpuPpis ppis;
    private boolean isUsed;
    private boolean hasMigrated;

    /**
     * Creates the verbs of a machine that is at reset.
     *
     * @param port   of the machine, for its host
     * @param config of the machine, which names the kernel that the verbs follow
     */
    public KvmHostVerbs(final DriverPort port, final MachineConfig config)
    {
        this(port, config, KvmMistake.NONE);
    }

    /**
     * Creates the verbs of a machine whose host makes a mistake.
     *
     * @param mistake that the simulator is to find
     */
    KvmHostVerbs(final DriverPort port, final MachineConfig config, final KvmMistake mistake)
    {
        kernel = config.value(MachineKeys.KVM);
        kvm = new Kvm(port, config, mistake);
        migrations = new Migrations(kvm, config);
        refusal = new KvmRefusal(kvm, migrations);
        ppis = new VcpuPpis(kvm);
    }

    @Override
    public int family()
    {
        return KvmVerb.FAMILY;
    }

    @Override
    public String refusal(final DirectBuffer words, final int offset)
    {
        final KvmVerb verb = KvmVerb.of(words.getLong(offset));

        return verb == null ? "no such verb" : refusal.check(verb, words, offset);
    }

    @Override
    public void execute(final DirectBuffer words, final int offset, final Outputs outputs)
    {
        final KvmVerb verb = KvmVerb.of(words.getLong(offset));
        isUsed = true;
        kvm.host.bringUp();
        value.count = 0;
        if (verb == KvmVerb.PRECOPY)
        {
            precopy(kvm.vms.find(KvmVerb.vm(words.getLong(offset + Long.BYTES))), outputs);
            return;
        }
        outputs.result(execute(verb, words, offset).word());
        for (int i = 0; i < value.count; i++)
        {
            outputs.result(value.numbers[i]);
        }
    }

    @Override
    public String query(final DirectBuffer words, final int offset)
    {
        final long word1 = words.getLong(offset + Long.BYTES);
        final KvmVm vm = kvm.vms.find(KvmVerb.vm(word1));
        final KvmVerb verb = KvmVerb.of(words.getLong(offset));

        return switch (verb)
        {
            case PENDING -> kvm.residency.isPending(vm.vcpu(KvmVerb.vcpu(word1))) ? "1" : "0";
            case WOKEN -> vm.vcpu(KvmVerb.vcpu(word1)).isWoken ? "1" : "0";
            case LEAKS -> leaks((int)KvmVerb.argument32(word1));
            case IMAGE -> imageText();
            case PLACE, HELD -> Long.toString(number(words, offset));
            default -> throw new IllegalStateException("not a query: " + verb);
        };
    }

    @Override
    public ImageSize image()
    {
        return migrations.image();
    }

    @Override
    public int migrating()
    {
        return migrations.source();
    }

    @Override
    public int migrationStep()
    {
        return migrations.done();
    }

    @Override
    public int passes(final int vm)
    {
        return migrations.passes(vm);
    }

    @Override
    public int migrationSuccessor()
    {
        return migrations.successor();
    }

    @Override
    public long waitingMessages()
    {
        return migrations.waiting();
    }

    @Override
    public int numberOf(final int vmId)
    {
        final KvmVm vm = kvm.vms.findById(vmId);

        return vm == null ? NONE : vm.number;
    }

    @Override
    public long number(final DirectBuffer words, final int offset)
    {
        final long word1 = words.getLong(offset + Long.BYTES);
        if (KvmVerb.of(words.getLong(offset)) == KvmVerb.HELD)
        {
            return migrations.holds((int)KvmVerb.argument32(word1), device(words, offset), event(words, offset)) ?
                1 : 0;
        }
        final KvmVm vm = kvm.vms.find(KvmVerb.vm(word1));
        final KvmVcpu vcpu = vm == null ? null : vm.vcpu(KvmVerb.vcpu(word1));
        if (vcpu == null)
        {
            return 0;
        }

        return vcpu.isLoaded() ? KvmPlace.loaded(vm.irs.isEnabled, vcpu.loadedPe) :
            KvmPlace.out(vm.irs.isEnabled, vcpu.isBlocked, vcpu.isWoken);
    }

    /**
     * Answers for SPIs and LPIs, which the IRS holds. PPIs are left out, because the state does not tell a vCPU that
     * was forgotten from one that its host knows about. A PPI that is pending when a vCPU blocks does not let it sleep:
     * the host reads {@code pending} (K-PND-5). One that comes later kicks the vCPU (K-PPI-4); random hosts check this.
     */
    @Override
    public int wakesBelow(final int vmId, final int vpeId)                      // P5, K-LP-9
    {
        final KvmVm vm = isUsed ? kvm.vms.findById(vmId) : null;
        final KvmVcpu vcpu = vm == null ? null : vm.named(vpeId);

        return vcpu == null ? 0 : vcpu.wakesBelow();
    }

    @Override
    public boolean hasLeftOut()
    {
        return kvm.residency.silenced.isAny() || kvm.residency.forgotten.isAny();
    }

    @Override
    public void countLeftOut(final Waiting waiting)
    {
        kvm.residency.silenced.count(waiting);
        kvm.residency.forgotten.count(waiting);
    }

    @Override
    public List<Control> controls(final Waiting waiting)
    {
        final List<Control> controls = new ArrayList<>();
        if (!kernel.armsOnReload())
        {
            controls.add(new Control(
                MachineKeys.KVM.name() + '=' + kernel.key(), kvm.residency.silenced.counted(waiting), true));
        }
        controls.addAll(kvm.host.faults.controls());
        migrations.addControls(controls, kvm.residency.forgotten.counted(waiting));

        return controls;
    }

    @Override
    public boolean isUsed()
    {
        return isUsed;
    }

    @Override
    public boolean hasMigrated()
    {
        return hasMigrated;
    }

    @Override
    public VcpuPpis ppis()
    {
        return isUsed ? ppis : null;
    }

    @Override
    public boolean isGuestUndefined(final int pe)                               // K-ST-10
    {
        final KvmVcpu vcpu = kvm.residency.loadedOn(pe);

        return vcpu != null && !vcpu.vm.hasDevice;
    }

    @Override
    public boolean trapsRead(final int pe, final int code)
    {
        final KvmVcpu vcpu = kvm.residency.loadedOn(pe);

        return vcpu != null && code == SystemRegister.ICC_IDR0_EL1.code();
    }

    @Override
    public long trappedRead(final int pe, final int code)                       // K-ID-5
    {
        return FIVE_PRIORITY_16_ID_BITS;
    }

    @Override
    public boolean takeInterrupts(final int pe)
    {
        return isUsed && kvm.takeInterrupts(pe);
    }

    @Override
    public void state(final StateStream stream)
    {
        final int used = migrations.isUnderWay() ? MIGRATES : hasMigrated ? HAS_MIGRATED : USED;
        final int word = stream.number("use of KVM", isUsed ? used + (migrations.hasPasses() ? PASSES : 0) : UNUSED,
            UNUSED, PASSES + HAS_MIGRATED);
        final int use = word % PASSES;
        isUsed = use != UNUSED;
        hasMigrated = use >= MIGRATES;
        if (isUsed)
        {
            kvm.state(stream);
            staged.state(stream, VmImage.WORD_LIMIT);
        }
        migrations.state(stream, use == MIGRATES, isUsed && word >= PASSES);
    }

    /** Runs an action after each copy of a save, so that a test can disturb it. */
    void afterCopies(final Runnable action)
    {
        kvm.transfer.afterCopies(action);
    }

    /** A dead VM answers EIO before anything else. */
    private Errno execute(final KvmVerb verb, final DirectBuffer words, final int offset)
    {
        final long modifier = KvmVerb.modifier(words.getLong(offset));
        final long word1 = words.getLong(offset + Long.BYTES);
        final int argument = KvmVerb.argument16(word1);
        final KvmVm vm = kvm.vms.find(KvmVerb.vm(word1));
        final KvmVcpu vcpu = verb.hasVcpu() ? vm.vcpu(KvmVerb.vcpu(word1)) : null;
        final boolean isDead = vm != null && vm.isDead;

        Errno errno = Errno.OK;
        switch (verb)
        {
            case CREATE_VM -> value.answer(kvm.vms.create().number);
            case CREATE_VCPU -> errno = isDead ? Errno.EIO : createVcpu(vm, operand(words, offset, 0));
            case CREATE_DEVICE -> errno = isDead ? Errno.EIO : kvm.createDevice(
                vm, (modifier & KvmVerb.DEVICE_KNOWN) != 0, (modifier & KvmVerb.DEVICE_TEST) != 0);
            case HAS_ATTR -> errno = isDead ? Errno.EIO : kvm.attributes.has(vm, attribute(words, offset), attr);
            case GET_ATTR -> errno = isDead ? Errno.EIO :
                kvm.attributes.read(vm, attribute(words, offset), attr, value);
            case SET_ATTR -> errno = isDead ? Errno.EIO :
                kvm.attributes.write(vm, attribute(words, offset), attr, value);
            case IRQ_LINE -> errno = isDead ? Errno.EIO : kvm.lines.drive(
                vm, (int)(modifier >>> KvmVerb.LINE_TYPE_SHIFT), KvmVerb.vcpu(word1), argument, (modifier & 1) != 0);
            case LINE -> kvm.lines.driveInKernel(vcpu, argument, modifier != 0);
            case RUN -> errno = isDead ? Errno.EIO : kvm.residency.run(vcpu, argument);
            case EXIT -> kvm.residency.exit(vcpu);
            case PUT -> kvm.residency.put(vcpu);
            case BLOCK -> kvm.residency.block(vcpu);
            case MMIO_READ -> value.answer(kvm.frame.load(vm, (int)KvmVerb.argument32(word1), (int)modifier));
            case MMIO_WRITE -> kvm.frame.store(
                vm, (int)KvmVerb.argument32(word1), (int)modifier, operand(words, offset, 0));
            case COMMAND -> errno = kvm.commands.execute(vcpu, KvmStep.byNumber(argument));
            case FAIL -> kvm.host.faults.arm(
                KvmStep.byNumber((int)KvmVerb.argument32(word1)), operand(words, offset, 0));
            case SAVE -> errno = isDead ? Errno.EIO : kvm.image.saveIfReady(vm, saved);
            case RESTORE_DATA -> stage((int)KvmVerb.argument32(word1), words, offset);
            case RESTORE -> errno = restore(vm, operand(words, offset, 0));
            case DESTROY_VM -> destroy(vm);
            case MAP_PPI -> errno = kvm.direct(vcpu, argument, true);
            case UNMAP_PPI -> errno = kvm.direct(vcpu, argument, false);
            case MIGRATE -> errno = isDead ? Errno.EIO : migrate(vm, modifier);
            case STEP -> errno = step();
            case HOLD -> migrations.hold(
                (int)KvmVerb.argument32(word1), device(words, offset), event(words, offset));
            case PENDING, WOKEN, IMAGE, LEAKS, PLACE, HELD, PRECOPY -> errno = Errno.EINVAL;
            default -> throw new IllegalStateException("a verb without an implementation: " + verb);
        }

        return errno;
    }

    private void precopy(final KvmVm vm, final Outputs outputs)
    {
        if (vm.isDead)
        {
            outputs.result(Errno.EIO.word());
        }
        else
        {
            migrations.send(vm, outputs);
        }
    }

    private Errno createVcpu(final KvmVm vm, final long id)
    {
        final int index = vm.vcpus.size();
        final Errno errno = kvm.createVcpu(vm, id);
        if (errno == Errno.OK)
        {
            value.answer(index);
        }

        return errno;
    }

    /** Decodes the attribute and the value of a command, and returns the group. */
    private long attribute(final DirectBuffer words, final int offset)
    {
        final long modifier = KvmVerb.modifier(words.getLong(offset));
        attr.number = operand(words, offset, 0);
        attr.isByIndex = (modifier & KvmAttr.BY_INDEX) != 0;
        value.kind = (int)modifier & KvmAttr.KIND_MASK;
        for (int i = 0; i < KvmAttr.count(modifier); i++)
        {
            value.numbers[i] = operand(words, offset, 1 + i);
        }

        return KvmVerb.argument32(words.getLong(offset + Long.BYTES));
    }

    private void destroy(final KvmVm vm)
    {
        if (vm != null)                                                         // K-VM-20: destroyed once
        {
            migrations.forgetPasses(vm.number);
            kvm.destroy(vm);
        }
    }

    private Errno migrate(final KvmVm vm, final long modifier)                     // M-MIG-1
    {
        hasMigrated = true;
        final Errno errno = migrations.start(
            vm, (int)modifier & KvmVerb.ORDER_MASK, (int)(modifier >>> KvmVerb.FAIL_SHIFT));
        if (errno == Errno.OK)
        {
            value.answer(migrations.done());
        }

        return errno;
    }

    /** Carries out the next step, and answers with its number and, once there is one, the successor. */
    private Errno step()
    {
        final Errno errno = migrations.step();
        if (errno == Errno.OK && migrations.isUnderWay())
        {
            value.answer(migrations.done(), migrations.successor());
        }

        return errno;
    }

    @Override
    public int unsent(final int vm, final long[] to)
    {
        return migrations.unsent(kvm.vms.find(vm), to);
    }

    private Errno restore(final KvmVm vm, final long length)
    {
        final Errno errno = vm.isDead ? Errno.EIO : VmImage.check(vm, true);
        final Errno restored = errno == Errno.OK ? kvm.image.restore(vm, staged, length) : errno;
        staged.clear();

        return restored;
    }

    private void stage(final int first, final DirectBuffer words, final int offset)
    {
        final int count = KvmVerb.operandCount(words.getLong(offset));
        for (int i = 0; i < count && first + i < VmImage.WORD_LIMIT && first >= 0; i++)
        {
            staged.set(first + i, operand(words, offset, i));
        }
    }

    private String leaks(final int key)
    {
        final Map<String, Long> leaks = new LinkedHashMap<>();
        leaks.put("vm_ids", (long)kvm.host.vmTable.idCount());
        leaks.put("lpis", (long)kvm.host.lpis.count());
        leaks.put("pages", kvm.host.pagesOwned());

        return key == 0 ? FlatJson.line(leaks) : List.copyOf(leaks.values()).get(key - 1).toString();
    }

    private String imageText()
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < saved.size(); i++)
        {
            text.append(i == 0 ? "" : " ").append(Long.toHexString(saved.word(i)));
        }

        return text.toString();
    }

    /** Returns the device of a message. */
    private static int device(final DirectBuffer words, final int offset)
    {
        return (int)(operand(words, offset, 0) >>> Integer.SIZE);
    }

    /** Returns the event of a message. */
    private static int event(final DirectBuffer words, final int offset)
    {
        return (int)operand(words, offset, 0);
    }

    private static long operand(final DirectBuffer words, final int offset, final int index)
    {
        return words.getLong(offset + (2 + index) * Long.BYTES);
    }
}
