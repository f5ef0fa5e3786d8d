package org.gale.ringbuf;

/** Two cache lines in front of the positions of an end, so that no other thread's data shares a line with them. */
abstract class LanePadding
{
    // The virtual machine lays out the fields of a superclass first; nothing reads these.
    long front00;
    long front01;
    long front02;
    long front03;
    long front04;
    long front05;
    long front06;
    long front07;
    long front08;
    long front09;
    long front10;
    long front11;
    long front12;
    long front13;
    long front14;
    long front15;
}
