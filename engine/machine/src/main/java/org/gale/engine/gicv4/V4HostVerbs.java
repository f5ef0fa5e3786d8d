package org.gale.engine.gicv4;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Errno;
import org.gale.engine.command.V4FailableStep;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.tables.gicv4.PropertyByte;

/**
 * Host verbs of family 2, direct injection: script.md#direct-injection-verbs. Each is a {@link Row}: what it refuses,
 * and what it does or answers. Owned by the thread that owns the machine.
 */
final class V4HostVerbs implements HostVerbs, ResumableMigrations
{
    /** Value of an acknowledge that found nothing. */
    static final int NOTHING = GuestCpu.NONE;

    private static final int PRIORITY_LIMIT = 256;
    /** The number of a VM is a VM_ID in accounts. */
    private static final int VM_LIMIT = OwnerId.VM_LIMIT;

    private final V4Host host;
    private final Messages messages;
    private final V4Migrations migrations;
    private final Audit audit;
    private final Map<V4Verb, Row> rows = new EnumMap<>(V4Verb.class);
    /** Words of the verb that is checked, executed or answered. */
    private DirectBuffer words;
    private int offset;
    private Outputs outputs;

    /**
     * Refusal, action and answer of a verb.
     *
     * @param refusal returns why the verb is refused, or null
     * @param action  puts the results out
     * @param answer  returns the answer of a query
     */
    private record Row(Supplier<String> refusal, Runnable action, Supplier<String> answer)
    {
    }

    V4HostVerbs(final V4Host host, final Messages messages, final V4Migrations migrations)
    {
        this.host = host;
        this.messages = messages;
        this.migrations = migrations;
        this.audit = new Audit(host);
        verb(V4Verb.CREATE_VM, this::noRoomForVm, gives(this::create));
        verb(V4Verb.DESTROY_VM, () -> first(migrations.refusal(operand(0)), noNumber()),
            returns(() -> migrations.destroyVm(vm())));
        verb(V4Verb.STEP, migrations::refusalOfStep, this::step);
        verb(V4Verb.LEGACY, () -> null, does(() -> host.swapOrder.lossy(true)));
        verb(V4Verb.FAIL, this::noStep,
            does(() -> host.faults.arm(V4FailableStep.byNumber(operand(0)), operand(1))));
        query(V4Verb.AUDIT, () -> null, audit::toJson);
        imageVerbs();

        verb(V4Verb.MAP, this::noFreeVm,
            ofGuest(() -> host.guest.map(vm(), operand(1), operand(2), vcpuOrNull(3), operand(4))));
        verb(V4Verb.MOVE, this::noFreeVm, ofGuest(() -> host.guest.move(vm(), operand(1), operand(2), vcpuOrNull(3))));
        verb(V4Verb.MOVEALL, this::noFreeVm, ofGuest(() -> host.guest.moveAll(vm(), vcpuOrNull(1), vcpuOrNull(2))));
        verb(V4Verb.DISCARD, this::noFreeVm, ofGuest(() -> host.guest.discard(vm(), operand(1), operand(2))));
        verb(V4Verb.CONFIG, () -> first(noFreeVm(), first(noVintid(1), noProperty())), ofGuest(this::configure));
        query(V4Verb.STATE, () -> first(noVm(), noVintid(1)), () -> stateOf(vm(), (int)operand(1)));

        verb(V4Verb.ENABLE, this::noFreeVm, returns(() -> toggle(vcpuOrNull(1), true)));
        verb(V4Verb.DISABLE, this::noFreeVm, returns(() -> toggle(vcpuOrNull(1), false)));
        verb(V4Verb.BEGIN_ENABLE, this::noSteps, () -> begin(vcpuOrNull(1), true));
        verb(V4Verb.BEGIN_DISABLE, this::noSteps, () -> begin(vcpuOrNull(1), false));
        query(V4Verb.QUERY, this::noVm, () -> route(vcpuOrNull(1)));

        verb(V4Verb.LOAD, () -> first(noFreeVcpu(), isBeyond(2, host.config.cpus()) ? "no CPU " + operand(2) : null),
            returns(() -> host.residency.load(vcpu(), (int)operand(2)) ? Errno.OK : Errno.EBUSY));
        verb(V4Verb.PUT, this::noFreeVcpu, does(() -> host.residency.put(vcpu())));
        verb(V4Verb.BLOCK, this::noFreeVcpu, does(() -> host.residency.block(vcpu())));
        verb(V4Verb.ACK, this::noFreeVcpu, gives(() -> host.guestCpu.acknowledge(vcpu())));
        verb(V4Verb.EOI, () -> first(noFreeVcpu(), isBeyond(2, MappedVpe.SGI_COUNT) ? noVintid(2) : null),
            does(() -> vcpu().active.end((int)operand(2))));
        verb(V4Verb.SGI,
            () -> first(noFreeVcpu(), isBeyond(2, MappedVpe.SGI_COUNT) ? "SGI out of range: " + operand(2) : null),
            does(() -> sendSgi(vcpu(), (int)operand(2))));
        query(V4Verb.WOKEN, this::noVcpu, () -> vcpu().isBlocked && vcpu().isWoken ? "1" : "0");
    }

    private void imageVerbs()
    {
        verb(V4Verb.SAVE, this::noFreeVm, returns(() -> migrations.takeImage(vm())));
        verb(V4Verb.RESTORE_DATA, () -> null, does(this::stage));
        verb(V4Verb.RESTORE, this::noFreeVm, returns(() -> migrations.putImage(vm(), operand(1))));
        query(V4Verb.IMAGE, migrations::noImage, migrations::savedText);
        verb(V4Verb.PRECOPY, () -> first(noFreeVm(), migrations.refusalOfSteps()),
            () -> migrations.send(vm(), outputs));
        verb(V4Verb.MIGRATE, this::noMigration,
            () -> stepped(migrations.start(vm(), (int)operand(1), (int)operand(2))));
    }

    @Override
    public String refusal(final DirectBuffer words, final int offset)
    {
        final Row row = row(words, offset);

        return row == null ? "no such v4 command" : row.refusal.get();
    }

    @Override
    public void execute(final DirectBuffer words, final int offset, final Outputs outputs)
    {
        this.outputs = outputs;
        row(words, offset).action.run();
        host.interrupts.take();
    }

    @Override
    public ImageSize image()
    {
        return migrations.image();
    }

    @Override
    public long number(final DirectBuffer words, final int offset)
    {
        throw new IllegalStateException("no query has a number: 0x" + Long.toHexString(words.getLong(offset)));
    }

    @Override
    public String query(final DirectBuffer words, final int offset)
    {
        return row(words, offset).answer.get();
    }

    private Row row(final DirectBuffer words, final int offset)
    {
        final V4Verb verb = V4Verb.of(words.getLong(offset));
        this.words = words;
        this.offset = offset;

        return verb == null ? null : rows.get(verb);
    }

    private void verb(final V4Verb verb, final Supplier<String> refusal, final Runnable action)
    {
        rows.put(verb, new Row(refusal, action, () ->
        {
            throw new IllegalArgumentException("not a query: " + verb);
        }));
    }

    private void query(final V4Verb verb, final Supplier<String> refusal, final Supplier<String> answer)
    {
        rows.put(verb, new Row(refusal, () ->
        {
            throw new IllegalArgumentException("not a command: " + verb);
        }, answer));
    }

    private Runnable returns(final Supplier<Errno> action)
    {
        return () -> outputs.result(action.get().word());
    }

    private Runnable does(final Runnable action)
    {
        return returns(() ->
        {
            action.run();

            return Errno.OK;
        });
    }

    private Runnable gives(final LongSupplier action)
    {
        return () ->
        {
            outputs.result(Errno.OK.word());
            outputs.result(action.getAsLong());
        };
    }

    /** Returns an action of a guest, before which the gap of a swap is closed. */
    private Runnable ofGuest(final Supplier<Errno> action)
    {
        return returns(() ->
        {
            if (!host.variant.is(Mistake.MOVE_IN_GAP))
            {
                host.transition.closeGap();
            }

            return action.get();
        });
    }

    private String route(final V4Vcpu vcpu)
    {
        return vcpu == null ? "-EINVAL" : host.transition.isOpen() ? "-EBUSY" : vcpu.isDirect() ? "1" : "0";
    }

    /**
     * Checks in the order of script.md#direct-injection-verbs.
     *
     * @return the result of the verb, or null if there is something to do
     */
    private Errno refusalOfToggle(final V4Vcpu vcpu, final boolean enable)
    {
        if (vcpu == null)
        {
            return Errno.EINVAL;                                                // V4-API-11
        }
        if (host.transition.isOpen())
        {
            return Errno.EBUSY;
        }
        if (!host.config.perVcpu())
        {
            return Errno.EINVAL;
        }
        if (vcpu.isDirect() == enable)
        {
            return Errno.OK;                                                    // V4-API-13
        }
        final Errno refusal = enable ? host.factory.refusal(vcpu.vm) : Errno.OK;

        return refusal == Errno.OK ? null : refusal;
    }

    private Errno toggle(final V4Vcpu vcpu, final boolean enable)
    {
        final Errno refusal = refusalOfToggle(vcpu, enable);
        if (refusal != null)
        {
            return refusal;
        }

        return host.toggle(vcpu, enable);
    }

    private void begin(final V4Vcpu vcpu, final boolean enable)
    {
        final Errno refusal = refusalOfToggle(vcpu, enable);
        outputs.result(refusal == null ? Errno.OK.word() : refusal.word());
        outputs.result(refusal == null ? host.transition.begin(vcpu, enable) : V4Step.ENDED);
    }

    private void step()
    {
        stepped(migrations.isUnderWay() ? migrations.step(messages) : host.transition.step());
    }

    private void stage()
    {
        for (int i = 0; i < V4Verb.STAGED_WORDS; i++)
        {
            migrations.stage(operand(0) + i, operand(1 + i));
        }
    }

    /** Puts out the code of a step, or its errno. */
    private void stepped(final long code)
    {
        outputs.result(Math.min(code, Errno.OK.word()));
        outputs.result(Math.max(code, V4Step.ENDED));
    }

    private int create()
    {
        final V4Vm created = host.createVm((int)operand(0));
        if (!host.config.perVcpu())
        {
            host.enableAll(created);
        }

        return created.number;
    }

    private Errno configure()
    {
        host.guest.configure(vm(), (int)operand(1), PropertyByte.of((int)operand(2), operand(3) != 0));

        return Errno.OK;
    }

    private void sendSgi(final V4Vcpu vcpu, final int sgi)
    {
        host.check.compareSgi(vcpu, sgi);
        vcpu.vm.ledger.account(true).event(vcpu.sgiAccountId(sgi));
        if (vcpu.vm.hasHardwareSgis)
        {
            host.hardware.its().writeSgir(vcpu.vpe.vpeId, sgi);
        }
        else
        {
            host.injection.injectSgi(vcpu, sgi);                                // V4-P-S1: choice (a)
        }
    }

    private String stateOf(final V4Vm vm, final int vintid)
    {
        final Vlpi vlpi = vm.vlpi(vintid);

        return vlpi == null ? "pending=0 route=NONE vcpu=none spurious=0" :
            "pending=" + (isPending(vlpi) ? 1 : 0) + " route=" + (vlpi.isHw() ? "VIRT" : "PHYS") +
            " vcpu=" + vlpi.target().index + " spurious=" + vlpi.spurious();
    }

    /**
     * Returns whether a vLPI is pending. In the gap of a swap no query sees the pending bit, and what is owed counts.
     */
    private boolean isPending(final Vlpi vlpi)
    {
        final Account account = vlpi.vm.ledger.account(false);

        return (vlpi.isLocked() && !host.swapOrder.isLossy()) ?
            account.isOwed(vlpi.vintid) : audit.isPending(vlpi);
    }

    private long operand(final int index)
    {
        return V4Verb.operand(words, offset, index);
    }

    private V4Vm vm()
    {
        return host.vm((int)operand(0));
    }

    private V4Vcpu vcpu()
    {
        return vm().vcpus[(int)operand(1)];
    }

    /** Returns the vCPU whose index is an operand, or null. */
    private V4Vcpu vcpuOrNull(final int operand)
    {
        final long index = operand(operand);

        return index >= 0 && index < vm().vcpus.length ? vm().vcpus[(int)index] : null;
    }

    private boolean isVintid(final long vintid)
    {
        return vintid >= PropertyCache.FIRST_LPI && vintid < 1L << host.config.lpiBits();
    }

    /** Returns whether an operand is none of the numbers below a limit. */
    private boolean isBeyond(final int operand, final long limit)
    {
        return operand(operand) < 0 || operand(operand) >= limit;
    }

    private String noVm()
    {
        return isBeyond(0, host.vmCount()) || vm().isGone() ? "no VM " + Long.toUnsignedString(operand(0)) : null;
    }

    /** Returns the reason why there was never such a VM, or null. */
    private String noNumber()
    {
        return isBeyond(0, host.vmCount()) ? noVm() : null;
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
        return migrations.heldCount();
    }

    @Override
    public int numberOf(final int vmId)
    {
        return vmId < 0 || vmId >= host.vmCount() || host.vm(vmId).isGone() ? NONE : vmId;
    }

    @Override
    public int unsent(final int vm, final long[] to)
    {
        return migrations.unsent(host.vm(vm), to);
    }

    private String noFreeVm()
    {
        return first(migrations.refusal(operand(0)), noVm());
    }

    private String noSteps()
    {
        return migrations.isUnderWay() ? migrations.refusalOfSteps() : noVm();
    }

    private String noMigration()
    {
        return first(noFreeVm(),
            first(migrations.refusalOfSteps(), migrations.refusalOfOrder(operand(1), operand(2))));
    }

    private String noVcpu()
    {
        return noVm() != null ? noVm() :
            isBeyond(1, vm().vcpus.length) ? "no vCPU " + Long.toUnsignedString(operand(1)) : null;
    }

    private String noFreeVcpu()
    {
        return first(migrations.refusal(operand(0)), noVcpu());
    }

    private String noVintid(final int operand)
    {
        return isVintid(operand(operand)) ? null :
            "vINTID out of range: " + Long.toUnsignedString(operand(operand));
    }

    private String noRoomForVm()
    {
        return isBeyond(0, Gicv4Config.VCPU_LIMIT + 1) || operand(0) == 0 ?
            "vCPU count out of range: " + operand(0) :
            host.vmCount() == VM_LIMIT ? "there are " + VM_LIMIT + " VMs, the most" :
            host.hasRoomForVm() ? null : "RAM has no room for another VM";
    }

    private String noStep()
    {
        return V4FailableStep.byNumber(operand(0)) == null ? "no such step (" + V4FailableStep.NAMES + ')' :
            operand(1) == 0 ? "N is at least 1" : null;
    }

    private String noProperty()
    {
        return isBeyond(2, PRIORITY_LIMIT) ? "priority out of range: " + operand(2) :
            isBeyond(3, 2) ? "enable is not 0 or 1" : null;
    }

    private static String first(final String reason, final String next)
    {
        return reason == null ? next : reason;
    }
}
