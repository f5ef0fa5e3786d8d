package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;

/** Builder of a {@link StormSetting}. Each method sets the component of its name. Owned by one thread. */
public final class StormSettingBuilder
{
    private String version;
    private String jdk;
    private int cores;
    private String profile;
    private StormConfig config;
    private String durability;
    private String journal = "";
    private boolean temporary;
    private String ramFile = "";
    private boolean replays = true;
    private StormResumed resumed = StormResumed.NONE;
    private List<Setting<?>> ownKeys = List.of();
    private SettingValues own = SettingValues.NONE;
    private SettingValues measure = SettingValues.NONE;

    StormSettingBuilder()
    {
    }

    /** Makes a builder with the components of another storm setting. */
    StormSettingBuilder(final StormSetting other)
    {
        version = other.version();
        jdk = other.jdk();
        cores = other.cores();
        profile = other.profile();
        config = other.config();
        durability = other.durability();
        journal = other.journal();
        temporary = other.temporary();
        ramFile = other.ramFile();
        replays = other.replays();
        resumed = other.resumed();
        ownKeys = other.ownKeys();
        own = other.own();
        measure = other.measure();
    }

    public StormSettingBuilder version(final String value)
    {
        version = value;

        return this;
    }

    public StormSettingBuilder jdk(final String value)
    {
        jdk = value;

        return this;
    }

    public StormSettingBuilder cores(final int value)
    {
        cores = value;

        return this;
    }

    public StormSettingBuilder profile(final String value)
    {
        profile = value;

        return this;
    }

    public StormSettingBuilder config(final StormConfig value)
    {
        config = value;

        return this;
    }

    public StormSettingBuilder durability(final String value)
    {
        durability = value;

        return this;
    }

    public StormSettingBuilder journal(final String value)
    {
        journal = value;

        return this;
    }

    public StormSettingBuilder temporary(final boolean value)
    {
        temporary = value;

        return this;
    }

    public StormSettingBuilder ramFile(final String value)
    {
        ramFile = value;

        return this;
    }

    public StormSettingBuilder replays(final boolean value)
    {
        replays = value;

        return this;
    }

    public StormSettingBuilder resumed(final StormResumed value)
    {
        resumed = value;

        return this;
    }

    public StormSettingBuilder ownKeys(final List<Setting<?>> value)
    {
        ownKeys = value;

        return this;
    }

    public StormSettingBuilder own(final SettingValues value)
    {
        own = value;

        return this;
    }

    public StormSettingBuilder measure(final SettingValues value)
    {
        measure = value;

        return this;
    }

    /** Returns the storm setting. */
    public StormSetting build()
    {
        return new StormSetting(
            version,
            jdk,
            cores,
            profile,
            config,
            durability,
            journal,
            temporary,
            ramFile,
            replays,
            resumed,
            ownKeys,
            own,
            measure);
    }
}
