from dataclasses import replace

from trainwreck.scenarios.evaluation.stale_checkpoint import BestWeights, broken


class CopiedBestWeights(BestWeights):
    def should_stop(self, model, validation_loss):
        if validation_loss < self.best_loss:
            self.best_loss = validation_loss
            # clone(): state_dict() hands out the tensors that the optimizer goes on changing
            self.best_weights = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        return False


copied_weights = replace(broken, stop=CopiedBestWeights)
