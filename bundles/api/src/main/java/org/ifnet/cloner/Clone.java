package org.ifnet.cloner;

import org.ifnet.driver.IfnetDriver;

/** An interface to attach: its name and its driver. */
public record Clone(String name, IfnetDriver driver) {}
