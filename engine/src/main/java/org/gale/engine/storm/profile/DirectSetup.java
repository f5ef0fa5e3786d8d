package org.gale.engine.storm.profile;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.V4Verb;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.Mix;

/**
 * Set-up of a GICv4 host for a storm, in its verbs: a step creates each VM with its events, and the last step loads the
 * vCPUs. The seed gives each LPI its priority and its vCPU.
 */
final class DirectSetup implements Setup
{
    private static final int PRIORITIES = 32;
    private static final int PRIORITY_STEP = 8;
    private static final int TARGET_SHIFT = 16;

    private final StormConfig config;
    private final SettingValues own;
    private final CommandSink sink;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);

    DirectSetup(final StormConfig config, final SettingValues own, final CommandSink sink)
    {
        this.config = config;
        this.own = own;
        this.sink = sink;
    }

    @Override
    public int stepCount()
    {
        return config.vms() + 1;
    }

    @Override
    public void step(final int index)
    {
        if (index == 0 && own.valueOr(DirectSettings.LEGACY, false))
        {
            emit(V4Verb.LEGACY);
        }
        if (index < config.vms())
        {
            setUpVm(index);
        }
        else
        {
            for (int cpu = 0; cpu < config.vms() * config.vpes(); cpu++)
            {
                emit(V4Verb.LOAD, cpu / config.vpes(), cpu % config.vpes(), cpu);
            }
        }
    }

    private void setUpVm(final int vm)
    {
        emit(V4Verb.CREATE_VM, config.vpes());
        for (int vcpu = 0; DirectSettings.isPerVcpu(own) && vcpu < config.vpes(); vcpu += 2)
        {
            emit(V4Verb.ENABLE, vm, vcpu);
        }
        for (int lpi = 0; lpi < config.lpis(); lpi++)
        {
            final long drawn = Mix.of(Mix.of(config.seed(), vm), lpi);
            final long target = Long.remainderUnsigned(drawn >>> TARGET_SHIFT, config.vpes());
            emit(V4Verb.MAP, vm, (long)vm * config.devices() + lpi / config.events(), lpi % config.events(),
                target, DirectWorkload.FIRST_VINTID + lpi);
            emit(V4Verb.CONFIG, vm, DirectWorkload.FIRST_VINTID + lpi,
                Long.remainderUnsigned(drawn, PRIORITIES) * PRIORITY_STEP, 1);
        }
    }

    private void emit(final V4Verb verb, final long... operands)
    {
        sink.accept(command, verb.encode(command, 0, operands) / Long.BYTES);
    }
}
