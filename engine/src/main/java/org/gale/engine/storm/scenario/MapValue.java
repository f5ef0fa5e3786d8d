package org.gale.engine.storm.scenario;

/** Value that users may write as a small map, such as <code>{fixed: 84us}</code>. */
public interface MapValue
{
}
